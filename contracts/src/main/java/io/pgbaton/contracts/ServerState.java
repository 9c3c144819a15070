package io.pgbaton.contracts;

/// How the PostgreSQL server beside an agent is, as its agent last saw it.
public enum ServerState {
    /// The data directory is missing or empty.
    NO_DATA,
    /// No process of the data directory is left, after a clean shutdown or before the first start.
    STOPPED,
    /// No postmaster is left, and nobody shut it down cleanly.
    CRASHED,
    /// Starting, or in recovery and not yet consistent.
    STARTING,
    RUNNING,
    STOPPING,
    /// The process is there and does not answer in time.
    HUNG,
    /// Its agent is rewinding or cloning the data directory.
    REBUILDING
}

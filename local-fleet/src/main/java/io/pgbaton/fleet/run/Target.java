package io.pgbaton.fleet.run;

/// What of a host is to be hit.
public enum Target {
    /// The postmaster alone: its backends notice and end by themselves.
    POSTMASTER("the postmaster"),
    /// The postmaster and every backend.
    POSTGRES("PostgreSQL"),
    /// The process of a standby that takes the log.
    RECEIVER("the WAL receiver"),
    AGENT("the agent"),
    GUARD("the guard"),
    /// Guard, agent and server at the same instant.
    HOST("the whole host");

    private final String words;

    Target(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}

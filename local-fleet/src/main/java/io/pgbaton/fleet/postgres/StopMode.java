package io.pgbaton.fleet.postgres;

import java.util.Locale;

/// How `pg_ctl stop` ends a server.
public enum StopMode {
    /// Waits for its clients to leave.
    SMART,
    /// Disconnects its clients, writes a shutdown checkpoint.
    FAST,
    /// At once, without a checkpoint: the next start recovers.
    IMMEDIATE;

    String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}

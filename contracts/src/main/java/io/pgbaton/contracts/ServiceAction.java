package io.pgbaton.contracts;

import java.util.Locale;

/// What an operator may have done to a server by itself; repmgr's `node service --action`, and a checkpoint.
public enum ServiceAction {
    START,
    STOP,
    RESTART,
    RELOAD,
    CHECKPOINT;

    /// As it is typed, in lower case.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.pgbaton.contracts.adopt;

import org.jspecify.annotations.Nullable;

/// One thing that was looked at before a node is taken over from repmgr. `what` names it (a setting, a right), `value`
/// is how it was found, without secrets. `change` is the line or SQL that mends it, null when there is nothing to
/// mend; `restart` says that PostgreSQL has to be restarted for it.
public record Finding(
        Level level,
        String what,
        String value,
        String why,
        @Nullable String change,
        boolean restart) {

    /// How much it matters.
    public enum Level {
        /// The node cannot be taken over before this is mended.
        MUST,
        /// It can, with less than could be had.
        SHOULD,
        /// Nothing to do; it is said because whoever comes from repmgr wonders.
        FINE
    }

    public static Finding fine(String what, String value, String why) {
        return new Finding(Level.FINE, what, value, why, null, false);
    }

    /// Not in force before PostgreSQL is restarted.
    public Finding afterRestart() {
        return new Finding(level, what, value, why, change, true);
    }
}

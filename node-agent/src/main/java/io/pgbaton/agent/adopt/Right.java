package io.pgbaton.agent.adopt;

import io.pgbaton.contracts.adopt.Finding;
import java.util.List;
import java.util.Locale;

/// What the agent's role has to be allowed to do where it is no superuser.
public enum Right {
    /// Not asked of the role itself where repmgr streams as another one.
    REPLICATION(Finding.Level.MUST, "standbys stream as this role", "ALTER ROLE %s REPLICATION;"),
    MONITOR(
            Finding.Level.MUST,
            "the agent reads settings, receivers and the log's directory",
            "GRANT pg_monitor TO %s;"),
    PROMOTE(
            Finding.Level.MUST,
            "the agent promotes its server",
            "GRANT EXECUTE ON FUNCTION pg_promote(boolean, integer) TO %s;"),
    RELOAD(
            Finding.Level.MUST,
            "the agent has the server read its settings again",
            "GRANT EXECUTE ON FUNCTION pg_reload_conf() TO %s;"),
    ALTER_SYSTEM(
            Finding.Level.MUST,
            "the agent says whom the server follows; before PostgreSQL 15 only a superuser can",
            "GRANT ALTER SYSTEM ON PARAMETER " + String.join(", ", Altered.PARAMETERS) + " TO %s;"),
    CHECKPOINT(Finding.Level.SHOULD, "a checkpoint before a switchover shortens it", "GRANT pg_checkpoint TO %s;"),
    REWIND(
            Finding.Level.SHOULD,
            "pg_rewind reads from the new primary with them; without, an old primary is copied anew",
            "GRANT EXECUTE ON FUNCTION pg_ls_dir(text, boolean, boolean), pg_stat_file(text, boolean), "
                    + "pg_read_binary_file(text), pg_read_binary_file(text, bigint, bigint, boolean) TO %s;");

    /// What the agent sets with `ALTER SYSTEM`.
    public static final class Altered {
        public static final List<String> PARAMETERS = List.of(
                "primary_conninfo",
                "primary_slot_name",
                "recovery_target_timeline",
                "restart_after_crash",
                "wal_receiver_timeout",
                "wal_retrieve_retry_interval");

        private Altered() {}
    }

    private final Finding.Level level;
    private final String why;
    private final String grant;

    Right(Finding.Level level, String why, String grant) {
        this.level = level;
        this.why = why;
        this.grant = grant;
    }

    /// The SQL that gives it to a role.
    public String grantTo(String role) {
        return grant.formatted(role);
    }

    Finding lackedBy(String role, int version) {
        boolean impossible = version < 150000 && (this == ALTER_SYSTEM || this == CHECKPOINT);
        String change = impossible ? "ALTER ROLE " + role + " SUPERUSER;" : grantTo(role);
        return new Finding(level, "right " + word(), "lacking", why, change, false);
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

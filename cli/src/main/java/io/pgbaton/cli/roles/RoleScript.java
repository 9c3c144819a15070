package io.pgbaton.cli.roles;

import java.util.ArrayList;
import java.util.List;

/// The SQL that makes an agent's roles, with what the agent needs and nothing else. It may be run again: what is there
/// stays. Functions are granted in the database that it is run in, which is that of `conninfo`.
record RoleScript(AgentRoles roles) {

    /// What the agent does with each is in docs/installing.md, which has the same list.
    static List<String> grants(String role) {
        return List.of(
                "GRANT pg_monitor, pg_checkpoint TO " + role + ";",
                "GRANT EXECUTE ON FUNCTION pg_promote(boolean, integer), pg_reload_conf() TO " + role + ";",
                "GRANT ALTER SYSTEM ON PARAMETER primary_conninfo, primary_slot_name, recovery_target_timeline,"
                        + " restart_after_crash, wal_retrieve_retry_interval, wal_receiver_timeout,"
                        + " synchronous_standby_names TO " + role + ";",
                "GRANT EXECUTE ON FUNCTION pg_ls_dir(text, boolean, boolean), pg_stat_file(text, boolean),"
                        + " pg_read_binary_file(text), pg_read_binary_file(text, bigint, bigint, boolean) TO " + role
                        + ";");
    }

    String sql() {
        List<String> lines = new ArrayList<>();
        lines.add("-- run by psql as a superuser, in the database of conninfo");
        lines.addAll(check());
        lines.addAll(made(roles.login()));
        lines.addAll(grants(identifier(roles.login())));
        if (!roles.replication().equals(roles.login())) {
            lines.addAll(made(roles.replication()));
        }
        return String.join("\n", lines) + "\n";
    }

    /// Before PostgreSQL 15 neither ALTER SYSTEM nor CHECKPOINT can be granted.
    private static List<String> check() {
        return List.of(
                "DO $check$ BEGIN",
                "    IF pg_is_in_recovery() THEN",
                "        RAISE 'this server is a standby: make the roles on the primary, standbys get them by themselves';",
                "    END IF;",
                "    IF current_setting('server_version_num')::integer < 150000 THEN",
                "        RAISE 'PostgreSQL % lets only a superuser do what an agent does: createuser --superuser --replication',",
                "            current_setting('server_version');",
                "    END IF;",
                "END $check$;");
    }

    private static List<String> made(String role) {
        return List.of(
                "SELECT " + literal("CREATE ROLE " + identifier(role) + " LOGIN REPLICATION")
                        + " WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = " + literal(role) + ") \\gexec",
                "ALTER ROLE " + identifier(role) + " LOGIN REPLICATION;");
    }

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        String doubled = text.replace("'", "''");
        return text.contains("\\") ? " E'" + doubled.replace("\\", "\\\\") + "'" : "'" + doubled + "'";
    }
}

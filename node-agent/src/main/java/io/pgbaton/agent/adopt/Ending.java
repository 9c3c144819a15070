package io.pgbaton.agent.adopt;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Why a setting of repmgr.conf ends: the first pattern that fits its name says it.
final class Ending {

    private static final Map<Pattern, String> REASONS = new LinkedHashMap<>();

    static {
        because("promote_command|follow_command|service_promote_command", "the agent promotes and follows by itself");
        because("service_.*_command", "the agent starts and stops its server with pg_ctl");
        because("event_notification.*", "the notifier service sends webhooks and e-mail, for all clusters");
        because("reconnect_.*|degraded_.*|connection_check_.*", "the lease decides how soon a loss is seen: lease");
        because("monitor_interval_secs", "heartbeat_interval decides how often a node reports");
        because("monitoring_history|async_query_timeout", "the monitor service keeps the history by itself");
        because(
                "(primary_visibility|always_promote|election_|sibling_|standby_disconnect).*",
                "elections go by leases");
        because("primary_notification_timeout", "elections go by leases");
        because("child_nodes_.*", "the monitor service sees detached standbys, and the notifier tells");
        because("ssh_options|rsync_options|repmgr_bindir", "nothing goes over SSH");
        because("repmgrd_.*|log_status_interval|witness_sync_interval", "there is no repmgrd");
        because("log_file|log_facility", "the agent's log goes to the journal, or to a log_file of its own");
        because(
                "barman_.*",
                "was of Barman's host, by SSH: where barman runs on this one, set barman_server and barman_config");
        because("pg_backupapi_.*", "Barman restores by its own command: set barman_server where it runs on this host");
        because("restore_command|archive_cleanup_command|recovery_min_apply_delay", "stays in postgresql.auto.conf");
        because("tablespace_mapping", "set tablespace_mapping, with commas between several");
        because("config_directory", "the options the server was started with are in pg_ctl_options");
        because("use_primary_conninfo_password", "passwords are in passfiles only");
        because(".*", "has no counterpart");
    }

    private Ending() {}

    private static void because(String names, String reason) {
        REASONS.put(Pattern.compile(names), reason);
    }

    static String of(String name) {
        return REASONS.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(name).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}

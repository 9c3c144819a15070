package io.pgbaton.agent.adopt;

import static io.pgbaton.contracts.adopt.Finding.Level.MUST;
import static io.pgbaton.contracts.adopt.Finding.Level.SHOULD;
import static io.pgbaton.contracts.adopt.Finding.fine;

import io.pgbaton.contracts.adopt.Finding;
import java.util.List;
import java.util.stream.Stream;

/// What the server itself needs. Every node is looked at as the primary it may become.
final class ServerRules {

    private static final int OLDEST = 130000;
    private static final int SPARE_SENDERS = 2;

    private final Facts facts;
    private final Facts.Server server;

    ServerRules(Facts facts) {
        this.facts = facts;
        this.server = facts.server();
    }

    List<Finding> all() {
        return Stream.of(
                        version(),
                        dataDirectory(),
                        walLevel(),
                        hotStandby(),
                        rewinding(),
                        fullPageWrites(),
                        senders(),
                        slots(),
                        retention(),
                        alterSystem(),
                        synchronous(),
                        delay(),
                        library(),
                        crashes(),
                        launch())
                .flatMap(List::stream)
                .toList();
    }

    private List<Finding> version() {
        return server.version() >= OLDEST
                ? List.of()
                : List.of(new Finding(
                        MUST,
                        "server_version_num",
                        Integer.toString(server.version()),
                        "pgbaton needs PostgreSQL 13: an older one cannot change its upstream without a restart",
                        "upgrade PostgreSQL",
                        true));
    }

    private List<Finding> dataDirectory() {
        String configured = facts.conf().get("data_directory").orElse("");
        String actual = server.setting("data_directory");
        // not shown to a role without pg_monitor: that is a finding of its own
        return actual.isEmpty() || trimmed(actual).equals(trimmed(configured))
                ? List.of()
                : List.of(new Finding(
                        MUST,
                        "data_directory",
                        configured,
                        "the server that conninfo leads to is in " + actual,
                        "data_directory='" + actual + "' in repmgr.conf",
                        false));
    }

    private static String trimmed(String directory) {
        return directory.length() > 1 && directory.endsWith("/")
                ? directory.substring(0, directory.length() - 1)
                : directory;
    }

    private List<Finding> walLevel() {
        return one("wal_level", !server.setting("wal_level").equals("minimal"), "replica", "nobody can stream without");
    }

    private List<Finding> hotStandby() {
        return one("hot_standby", !server.isOff("hot_standby"), "on", "the agent asks its server as a standby, too");
    }

    private List<Finding> one(String name, boolean good, String wanted, String why) {
        String value = server.setting(name);
        return List.of(
                good ? fine(name, value, why) : set(MUST, name, wanted, why).afterRestart());
    }

    private Finding set(Finding.Level level, String name, String wanted, String why) {
        return new Finding(
                level, name, server.setting(name), why, "ALTER SYSTEM SET " + name + " = '" + wanted + "';", false);
    }

    private List<Finding> rewinding() {
        if (!server.isOff("data_checksums")) {
            return List.of(fine("data_checksums", "on", "pg_rewind can bring an old primary back"));
        }
        return List.of(
                server.isOff("wal_log_hints")
                        ? set(
                                        SHOULD,
                                        "wal_log_hints",
                                        "on",
                                        "without it, or data checksums, pg_rewind cannot bring an old primary back: it"
                                                + " is copied anew")
                                .afterRestart()
                        : fine("wal_log_hints", "on", "pg_rewind can bring an old primary back"));
    }

    private List<Finding> fullPageWrites() {
        return server.isOff("full_page_writes")
                ? List.of(set(SHOULD, "full_page_writes", "on", "pg_rewind needs it"))
                : List.of();
    }

    private List<Finding> senders() {
        String name = "max_wal_senders";
        long there = server.number(name);
        long others = facts.servers() - 1;
        long wanted = facts.servers() + SPARE_SENDERS;
        String why = "whoever is primary feeds " + others + " more, and a copy takes two for a while";
        if (there >= wanted) {
            boolean full = server.streams().senders() >= there;
            return List.of(
                    full
                            ? new Finding(SHOULD, name, "all " + there + " are taken", why, "end a stream", false)
                            : fine(name, Long.toString(there), why));
        }
        return List.of(set(there < others ? MUST : SHOULD, name, Long.toString(wanted), why)
                .afterRestart());
    }

    private boolean usesSlots() {
        return facts.conf()
                .get("use_replication_slots")
                .filter(Translator::isYes)
                .isPresent();
    }

    private List<Finding> slots() {
        String name = "max_replication_slots";
        long needed = facts.servers() - 1;
        String why = "use_replication_slots is on: whoever is primary holds one for each of " + needed + " more";
        if (!usesSlots()) {
            return List.of();
        }
        return List.of(
                server.number(name) < needed
                        ? set(MUST, name, Long.toString(Math.max(10, facts.servers())), why)
                                .afterRestart()
                        : fine(name, server.setting(name), why));
    }

    private List<Finding> retention() {
        boolean kept = usesSlots()
                || server.number("wal_keep_size") > 0
                || server.setting("archive_mode").matches("on|always");
        return kept
                ? List.of()
                : List.of(set(
                        SHOULD,
                        "wal_keep_size",
                        "1GB",
                        "there are neither slots nor an archive: a standby that was away finds its log gone, and is"
                                + " copied anew"));
    }

    private List<Finding> alterSystem() {
        return server.isOff("allow_alter_system")
                ? List.of(new Finding(
                        MUST,
                        "allow_alter_system",
                        "off",
                        "the agent says whom its server follows by ALTER SYSTEM",
                        "allow_alter_system = on in postgresql.conf, and a reload",
                        false))
                : List.of();
    }

    private List<Finding> synchronous() {
        String names = server.setting("synchronous_standby_names");
        return names.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        SHOULD,
                        "synchronous_standby_names",
                        names,
                        "pgbaton leaves it alone, and elects by position alone, until it is asked to keep it",
                        "pgbaton.failover.synchronous-mode=on in failover.properties",
                        false));
    }

    private List<Finding> delay() {
        long delay = server.number("recovery_min_apply_delay");
        if (!server.standby() || delay <= 0) {
            return List.of();
        }
        String value = delay + " ms";
        return List.of(
                facts.conf().get("priority").filter("0"::equals).isPresent()
                        ? fine("recovery_min_apply_delay", value, "stays as it is; priority 0 keeps it a standby")
                        : new Finding(
                                SHOULD,
                                "recovery_min_apply_delay",
                                value,
                                "promoted, it would replay all that it has delayed first",
                                "priority=0 in repmgr.conf",
                                false));
    }

    private List<Finding> library() {
        return server.setting("shared_preload_libraries").contains("repmgr")
                ? List.of(fine(
                        "shared_preload_libraries",
                        server.setting("shared_preload_libraries"),
                        "repmgr may stay in it: take it out before the next restart that is due anyway, and drop the"
                                + " extension after"))
                : List.of();
    }

    private List<Finding> crashes() {
        return server.isOff("restart_after_crash")
                ? List.of()
                : List.of(fine(
                        "restart_after_crash", "on", "the agent turns it off by a reload: it alone starts its server"));
    }

    private List<Finding> launch() {
        String problem = server.launch().problem();
        return problem == null
                ? List.of()
                : List.of(new Finding(
                        SHOULD,
                        "postmaster.opts",
                        "unknown",
                        "how the server was started cannot be seen (" + problem
                                + "), and the agent has to start it in the same way",
                        "run this as the user that owns the data directory",
                        false));
    }
}

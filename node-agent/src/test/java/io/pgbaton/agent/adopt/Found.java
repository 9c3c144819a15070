package io.pgbaton.agent.adopt;

import io.pgbaton.agent.config.RepmgrFile;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.adopt.Survey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Facts of a node to begin with, all well, in which one thing after the other can be made bad: node 1 is the primary,
/// 2 its standby.
final class Found {

    private final Map<String, String> conf = new LinkedHashMap<>(Map.of(
            "node_id", "1",
            "node_name", "n1",
            "conninfo", "host=10.0.0.1 user=repmgr dbname=repmgr",
            "data_directory", "/data",
            "failover", "automatic"));
    private final Map<String, String> settings = new HashMap<>(Map.ofEntries(
            Map.entry("data_directory", "/data"),
            Map.entry("wal_level", "replica"),
            Map.entry("hot_standby", "on"),
            Map.entry("data_checksums", "on"),
            Map.entry("wal_log_hints", "off"),
            Map.entry("full_page_writes", "on"),
            Map.entry("max_wal_senders", "10"),
            Map.entry("max_replication_slots", "10"),
            Map.entry("wal_keep_size", "1024"),
            Map.entry("archive_mode", "off"),
            Map.entry("restart_after_crash", "off"),
            Map.entry("shared_preload_libraries", ""),
            Map.entry("synchronous_standby_names", ""),
            Map.entry("recovery_min_apply_delay", "0")));
    private final List<Facts.Node> nodes = new ArrayList<>();
    private final Set<Right> lacking = new HashSet<>();
    private int version = 150004;
    private boolean superuser = true;
    private boolean receives = true;
    private long senders = 1;
    private boolean passwordWritten;
    private @Nullable String replicationProblem;
    private @Nullable String passfileProblem;
    private Facts.Launch launch = new Facts.Launch("/usr/lib/postgresql/15/bin/postgres", List.of("-D", "/data"), null);

    Found() {
        node(1, Survey.Kind.PRIMARY, null);
        node(2, Survey.Kind.STANDBY, 1);
    }

    Found conf(String name, String value) {
        conf.put(name, value);
        return this;
    }

    Found confWithout(String name) {
        conf.remove(name);
        return this;
    }

    Found setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    Found version(int number) {
        version = number;
        return this;
    }

    Found noNodes() {
        nodes.clear();
        return this;
    }

    Found node(int id, Survey.Kind type, @Nullable Integer upstream) {
        Survey.Kind as = type == Survey.Kind.WITNESS ? Survey.Kind.PRIMARY : type;
        return node(id, type, true, upstream, new Survey.Found(as, "2026-01-01", new Survey.Daemon(4711, false)), null);
    }

    Found node(
            int id,
            Survey.Kind type,
            boolean active,
            @Nullable Integer upstream,
            Survey.@Nullable Found found,
            @Nullable String problem) {
        nodes.removeIf(node -> node.registered().id().value() == id);
        Survey.Registered registered = new Survey.Registered(
                new NodeId(id),
                "n" + id,
                type,
                active,
                upstream == null ? null : new NodeId(upstream),
                "10.0.0." + id,
                found);
        nodes.add(new Facts.Node(registered, "default", 100, "host=10.0.0." + id, problem));
        return this;
    }

    Found standby() {
        return conf("node_id", "2").conf("node_name", "n2");
    }

    Found receivesNothing() {
        receives = false;
        return this;
    }

    Found sendersTaken(long count) {
        senders = count;
        return this;
    }

    Found lacking(Right... rights) {
        superuser = false;
        lacking.addAll(List.of(rights));
        return this;
    }

    Found refusesReplication(String why) {
        replicationProblem = why;
        return this;
    }

    Found passwordInConninfo(@Nullable String problemWithout) {
        passwordWritten = true;
        passfileProblem = problemWithout;
        return this;
    }

    Found startedWith(String... options) {
        launch = new Facts.Launch("/usr/lib/postgresql/15/bin/postgres", List.of(options), null);
        return this;
    }

    Found startUnknown(String why) {
        launch = new Facts.Launch("", List.of(), why);
        return this;
    }

    Facts facts() {
        boolean standby = "2".equals(conf.get("node_id"));
        return new Facts(
                new RepmgrFile(Path.of("/etc/repmgr.conf"), conf),
                nodes,
                new Facts.Server(version, standby, settings, new Facts.Streams(receives, senders), launch),
                new Facts.Access("repmgr", superuser, lacking, passwordWritten, replicationProblem, passfileProblem));
    }
}

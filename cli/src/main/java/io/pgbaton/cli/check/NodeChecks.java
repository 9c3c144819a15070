package io.pgbaton.cli.check;

import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.service.Agent;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.contracts.fleet.Topology;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks at one node of a cluster: by the monitor's picture, and for what only its agent knows by what that says. One
/// that is out of reach makes such a check unknown.
public final class NodeChecks {

    private static final String SLOT = "repmgr_slot_";

    private final ClusterStatus cluster;
    private final NodeStatus node;
    private final Optional<Agent.Node> agent;
    private final Thresholds thresholds;

    public NodeChecks(ClusterStatus cluster, NodeStatus node, Optional<Agent.Node> agent, Thresholds thresholds) {
        this.cluster = cluster;
        this.node = node;
        this.agent = agent;
        this.thresholds = thresholds;
    }

    public Verdict look(Check check) {
        return switch (check) {
            case ROLE -> role();
            case REPLICATION_LAG -> lag();
            case ARCHIVE_READY -> archive();
            case UPSTREAM -> upstream();
            case DOWNSTREAM -> downstream();
            case SLOTS -> slots();
            case MISSING_SLOTS -> missingSlots();
            case LEASE -> lease();
            case AGENT -> agent();
        };
    }

    private Verdict role() {
        Role reported = node.reported().role();
        if (node.role() == Role.WITNESS) {
            return Verdict.ok("node is witness");
        }
        if (node.reported().state() != ServerState.RUNNING || reported == null) {
            return Verdict.critical("node is registered as " + word(node.role()) + " and its server does not run");
        }
        return reported == node.role()
                ? Verdict.ok("node is " + word(reported))
                : Verdict.critical("node is registered as " + word(node.role()) + " but running as " + word(reported));
    }

    private Verdict lag() {
        if (node.role() != Role.STANDBY) {
            return Verdict.ok("N/A - node is " + word(node.role())).with("lag", 0, limits(thresholds.lag()));
        }
        NodeStatus.Position position = node.reported().position();
        Long millis = position == null ? null : position.lagMillis();
        Long bytes = position == null ? null : position.lagBytes();
        if (millis == null && (bytes == null || bytes > 0)) {
            return Verdict.unknown("the node says nothing of its lag");
        }
        long seconds = millis == null ? 0 : millis / 1_000;
        String details = seconds + " seconds" + (bytes == null ? "" : ", " + Amounts.bytes(bytes));
        return limited(seconds, thresholds.lag(), details).with("lag", seconds, limits(thresholds.lag()));
    }

    private Verdict archive() {
        return agent.map(Agent.Node::archiveReady)
                .map(files -> limited(files, thresholds.archive(), files + " pending archive ready files")
                        .with("files", files, limits(thresholds.archive())))
                .orElseGet(() -> Verdict.unknown("the node's agent does not say"));
    }

    private Verdict upstream() {
        if (node.role() != Role.STANDBY) {
            return Verdict.ok("N/A - node is " + word(node.role()));
        }
        return Topology.upstream(node)
                .map(upstream -> Verdict.ok("node is attached to " + name(upstream) + " (ID: " + upstream + ")"))
                .orElseGet(() -> Verdict.critical("node is not attached to an upstream"));
    }

    /// Standbys that stream from nobody are the primary's to have.
    private Verdict downstream() {
        List<NodeStatus> standbys = cluster.nodes().stream()
                .filter(other -> other.role() == Role.STANDBY && !other.node().equals(node.node()))
                .toList();
        List<NodeStatus> attached = standbys.stream()
                .filter(other ->
                        Topology.upstream(other).filter(node.node()::equals).isPresent())
                .toList();
        List<NodeStatus> missing = node.node().equals(cluster.primary())
                ? standbys.stream()
                        .filter(other -> Topology.upstream(other).isEmpty())
                        .toList()
                : List.of();
        Verdict verdict = missing.isEmpty()
                ? Verdict.ok(attached.isEmpty() ? "no downstream nodes" : attached.size() + " attached")
                : Verdict.critical(missing.size() + " of " + (attached.size() + missing.size())
                        + " downstream nodes not attached; missing: " + names(missing));
        return verdict.with("attached", attached.size()).with("missing", missing.size());
    }

    private Verdict slots() {
        return agent.map(said -> {
                    List<String> idle = said.idleSlots();
                    int all = said.slots().size();
                    Verdict verdict = idle.isEmpty()
                            ? Verdict.ok(all == 0 ? "node has no physical replication slots" : all + " active")
                            : Verdict.critical(idle.size() + " of " + all + " physical replication slots are inactive: "
                                    + String.join(", ", idle));
                    return verdict.with("slots", all, idle.size());
                })
                .orElseGet(() -> Verdict.unknown("the node's agent does not say"));
    }

    /// The agent makes them by itself; with `use_replication_slots` off there are none to miss.
    private Verdict missingSlots() {
        if (agent.isEmpty()) {
            return Verdict.unknown("the node's agent does not say");
        }
        List<String> there = List.copyOf(agent.get().slots().keySet());
        boolean used = there.stream().anyMatch(slot -> slot.startsWith(SLOT));
        List<String> missing = cluster.nodes().stream()
                .filter(other ->
                        Topology.upstream(other).filter(node.node()::equals).isPresent())
                .map(other -> SLOT + other.node())
                .filter(slot -> used && !there.contains(slot))
                .toList();
        Verdict verdict = missing.isEmpty()
                ? Verdict.ok("node has no missing physical replication slots")
                : Verdict.critical(
                        missing.size() + " physical replication slots are missing: " + String.join(", ", missing));
        return verdict.with("missing_slots", missing.size());
    }

    private Verdict lease() {
        String lease = node.reported().lease();
        if (!node.node().equals(cluster.primary())) {
            return "held".equals(lease)
                    ? Verdict.critical("node holds a lease and is not the primary of the view")
                    : Verdict.ok("N/A - node is " + word(node.role()));
        }
        return "held".equals(lease)
                ? Verdict.ok("held")
                : Verdict.critical("the primary holds no lease: it accepts no writes");
    }

    private Verdict agent() {
        long age = node.reported().ageMillis();
        boolean silent = age < 0 || node.status().contains("unreachable");
        String heard = age < 0 ? "agent was never heard" : "agent was heard " + Amounts.millis(age) + " ago";
        return silent ? Verdict.critical(heard) : Verdict.ok(heard);
    }

    private static Verdict limited(long value, Thresholds.Limits limits, String details) {
        if (value >= limits.critical()) {
            return Verdict.critical(details + ", critical from " + limits.critical() + " on");
        }
        return value >= limits.warning()
                ? new Verdict(
                        Verdict.Level.WARNING, details + ", a warning from " + limits.warning() + " on", List.of())
                : Verdict.ok(details);
    }

    private static String limits(Thresholds.Limits limits) {
        return limits.warning() + ";" + limits.critical();
    }

    private String name(NodeId id) {
        return cluster.nodes().stream()
                .filter(other -> other.node().equals(id))
                .map(other -> other.profile().name())
                .findFirst()
                .orElse("node " + id);
    }

    private static String names(List<NodeStatus> nodes) {
        return nodes.stream()
                .map(other -> other.profile().name() + " (ID: " + other.node() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}

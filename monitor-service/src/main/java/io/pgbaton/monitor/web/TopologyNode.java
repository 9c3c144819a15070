package io.pgbaton.monitor.web;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A node in the tree of who streams from whom.
public record TopologyNode(String cluster, NodeStanding node, Facts facts, String link, List<TopologyNode> children) {

    /// `silent` says for how long nothing was heard, empty while it is; `lag` is empty for the primary.
    public record Facts(String lsn, String timeline, String lag, String lease, String silent, String location) {}

    private static final long SILENT_MILLIS = 3_000;

    static List<TopologyNode> tree(ClusterStatus status) {
        Set<NodeId> placed = new HashSet<>();
        NodeId primary = status.primary();
        List<TopologyNode> roots = status.nodes().stream()
                .filter(node -> node.node().equals(primary))
                .map(node -> grow(status, node, placed))
                .toList();
        // whom nobody feeds stands beside the primary
        List<TopologyNode> others = status.nodes().stream()
                .filter(node -> !placed.contains(node.node()))
                .map(node -> grow(status, node, placed))
                .toList();
        return Stream.concat(roots.stream(), others.stream()).toList();
    }

    private static TopologyNode grow(ClusterStatus status, NodeStatus node, Set<NodeId> placed) {
        placed.add(node.node());
        List<TopologyNode> children = status.nodes().stream()
                .filter(child ->
                        parent(status, child).filter(node.node()::equals).isPresent())
                .filter(child -> !placed.contains(child.node()))
                .map(child -> grow(status, child, placed))
                .toList();
        return new TopologyNode(
                status.cluster().name(), NodeStanding.of(node), facts(node), link(status, node), children);
    }

    /// The upstream it streams from; without one it hangs under the primary, by a broken line.
    private static Optional<NodeId> parent(ClusterStatus status, NodeStatus node) {
        if (node.node().equals(status.primary())) {
            return Optional.empty();
        }
        return upstream(node)
                .filter(upstream -> !upstream.equals(node.node()))
                .or(() -> Optional.ofNullable(status.primary()));
    }

    private static Optional<NodeId> upstream(NodeStatus node) {
        return Optional.ofNullable(node.reported().position()).map(NodeStatus.Position::upstream);
    }

    private static String link(ClusterStatus status, NodeStatus node) {
        boolean observes = node.role() == Role.WITNESS;
        if (node.node().equals(status.primary()) || observes) {
            return observes ? "observes" : "";
        }
        boolean detached = status.standing().issues().stream()
                .anyMatch(issue -> issue.contains(" " + node.profile().name() + " is not attached"));
        boolean well = NodeStanding.of(node).tone().equals("good");
        return well && !detached && upstream(node).isPresent() ? "streaming" : "not streaming";
    }

    private static Facts facts(NodeStatus node) {
        Optional<NodeStatus.Position> position =
                Optional.ofNullable(node.reported().position());
        long age = node.reported().ageMillis();
        return new Facts(
                position.map(NodeStatus.Position::lsn).map(Object::toString).orElse("–"),
                position.map(NodeStatus.Position::timeline)
                        .map(Object::toString)
                        .orElse("–"),
                node.role() == Role.STANDBY ? NodeStanding.lagBoth(node) : "",
                node.role() == Role.PRIMARY || "released".equals(node.reported().lease())
                        ? Optional.ofNullable(node.reported().lease()).orElse("none")
                        : "",
                silence(age),
                node.profile().election().location().toLowerCase(Locale.ROOT));
    }

    private static String silence(long age) {
        if (age < 0) {
            return "never heard";
        }
        return age < SILENT_MILLIS ? "" : "silent for " + Ago.span(age);
    }
}

package io.pgbaton.monitor.web;

import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.contracts.fleet.Topology;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A node in the tree of who streams from whom.
public record TopologyNode(String cluster, NodeStanding node, Facts facts, String link, List<TopologyNode> children) {

    /// `silent` says for how long nothing was heard, empty while it is; `lag` is empty for the primary.
    public record Facts(String lsn, String timeline, String lag, String lease, String silent, String location) {}

    private static final long SILENT_MILLIS = 3_000;

    static List<TopologyNode> tree(ClusterStatus status) {
        return Topology.of(status).roots().stream()
                .map(branch -> of(status, branch))
                .toList();
    }

    private static TopologyNode of(ClusterStatus status, Topology.Branch branch) {
        NodeStatus node = branch.node();
        List<TopologyNode> children =
                branch.standbys().stream().map(below -> of(status, below)).toList();
        return new TopologyNode(
                status.cluster().name(), NodeStanding.of(node), facts(node), link(status, node), children);
    }

    private static String link(ClusterStatus status, NodeStatus node) {
        boolean observes = node.role() == Role.WITNESS;
        if (node.node().equals(status.primary()) || observes) {
            return observes ? "observes" : "";
        }
        boolean detached = status.standing().issues().stream()
                .anyMatch(issue -> issue.contains(" " + node.profile().name() + " is not attached"));
        boolean well = NodeStanding.of(node).tone().equals("good");
        return well && !detached && Topology.upstream(node).isPresent() ? "streaming" : "not streaming";
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

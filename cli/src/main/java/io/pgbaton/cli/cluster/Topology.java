package io.pgbaton.cli.cluster;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who streams from whom, as a tree. A standby that says nothing of its upstream hangs below the primary, and so do
/// standbys that stream from each other in a circle.
record Topology(ClusterId cluster, List<Branch> roots) {

    /// A node and those that stream from it.
    record Branch(NodeStatus node, List<Branch> standbys) {}

    static Topology of(ClusterStatus cluster) {
        Set<NodeId> placed = new HashSet<>();
        List<Branch> roots = new ArrayList<>();
        NodeId primary = cluster.primary();
        cluster.nodes().stream()
                .filter(node -> node.node().equals(primary))
                .forEach(node -> roots.add(branch(cluster, node, placed)));
        List<Branch> apart = new ArrayList<>();
        sorted(cluster.nodes()).filter(node -> !placed.contains(node.node())).forEach(node -> {
            if (!placed.contains(node.node())) {
                apart.add(branch(cluster, node, placed));
            }
        });
        for (Branch branch : apart) {
            if (roots.isEmpty() || branch.node().role() != Role.STANDBY) {
                roots.add(branch);
            } else {
                roots.getFirst().standbys().add(branch);
            }
        }
        return new Topology(cluster.cluster(), roots);
    }

    private static Branch branch(ClusterStatus cluster, NodeStatus node, Set<NodeId> placed) {
        placed.add(node.node());
        List<Branch> standbys = new ArrayList<>();
        sorted(cluster.nodes())
                .filter(other -> node.node().equals(upstream(cluster, other)))
                .filter(other -> !placed.contains(other.node()))
                .forEach(other -> standbys.add(branch(cluster, other, placed)));
        return new Branch(node, standbys);
    }

    private static java.util.stream.Stream<NodeStatus> sorted(List<NodeStatus> nodes) {
        return nodes.stream().sorted(Comparator.comparing(NodeStatus::node));
    }

    /// From whom it streams, or is meant to; nobody for a primary and a witness.
    private static @Nullable NodeId upstream(ClusterStatus cluster, NodeStatus node) {
        if (node.role() != Role.STANDBY) {
            return null;
        }
        NodeStatus.@Nullable Position position = node.reported().position();
        NodeId from = position == null ? null : position.upstream();
        return Objects.requireNonNullElse(from, Objects.requireNonNullElse(cluster.primary(), node.node()));
    }
}

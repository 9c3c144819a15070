package io.pgbaton.contracts.fleet;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who streams from whom, as a tree: the primary first, and each node below the one it streams from. A node that says
/// nothing of its upstream, and a witness, hangs below the primary; nodes that stream from each other in a circle, and
/// all of them while there is no primary, stand beside it.
public record Topology(ClusterId cluster, List<Branch> roots) {

    /// A node and those that stream from it.
    public record Branch(NodeStatus node, List<Branch> standbys) {}

    public static Topology of(ClusterStatus status) {
        Set<NodeId> placed = new HashSet<>();
        List<Branch> primary = status.nodes().stream()
                .filter(node -> node.node().equals(status.primary()))
                .map(node -> grow(status, node, placed))
                .toList();
        List<Branch> others = status.nodes().stream()
                .filter(node -> !placed.contains(node.node()))
                .map(node -> grow(status, node, placed))
                .toList();
        return new Topology(
                status.cluster(),
                Stream.concat(primary.stream(), others.stream()).toList());
    }

    private static Branch grow(ClusterStatus status, NodeStatus node, Set<NodeId> placed) {
        placed.add(node.node());
        List<Branch> standbys = status.nodes().stream()
                .filter(other ->
                        parent(status, other).filter(node.node()::equals).isPresent())
                .filter(other -> !placed.contains(other.node()))
                .map(other -> grow(status, other, placed))
                .toList();
        return new Branch(node, standbys);
    }

    private static Optional<NodeId> parent(ClusterStatus status, NodeStatus node) {
        if (node.node().equals(status.primary())) {
            return Optional.empty();
        }
        return upstream(node)
                .filter(upstream -> !upstream.equals(node.node()))
                .or(() -> Optional.ofNullable(status.primary()));
    }

    /// From whom a node says that it streams.
    public static Optional<NodeId> upstream(NodeStatus node) {
        return Optional.ofNullable(node.reported().position()).map(NodeStatus.Position::upstream);
    }
}

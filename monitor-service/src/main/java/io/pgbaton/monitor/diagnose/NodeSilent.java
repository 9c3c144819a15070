package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.stream.Stream;

/// A registered node has not been heard for some time. The primary's silence is [NoPrimary]'s.
final class NodeSilent implements Check {

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        return now.view().members().stream()
                .map(member -> member.node())
                .filter(node -> !now.view().isPrimary(node) && !now.isFresh(node))
                .map(node -> Finding.degraded(sentence(now, node)));
    }

    /// Without a number that grows: an issue that reads the same is the same issue.
    private static String sentence(ClusterNow now, NodeId node) {
        return now.node(node).heartbeat().isEmpty()
                ? "%s has not been heard yet.".formatted(now.name(node))
                : "Nothing is heard of %s any more.".formatted(now.name(node));
    }
}

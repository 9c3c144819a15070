package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.Optional;
import java.util.stream.Stream;

/// A running standby is on another timeline than the primary, so it does not follow it.
final class TimelineBehind implements Check {

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        Optional<Timeline> primarys = now.view()
                .primary()
                .filter(primary -> now.node(primary).serves(Role.PRIMARY))
                .flatMap(primary -> timeline(now, primary));
        return primarys.stream()
                .flatMap(expected -> now.nodes().stream()
                        .filter(node -> now.isFresh(node) && now.node(node).serves(Role.STANDBY))
                        .flatMap(node -> timeline(now, node).stream()
                                .filter(actual -> !actual.equals(expected))
                                .map(actual -> Finding.degraded("The standby %s is on timeline %s, the primary on %s."
                                        .formatted(now.name(node), actual, expected)))));
    }

    private static Optional<Timeline> timeline(ClusterNow now, NodeId node) {
        return now.node(node).wal().map(Heartbeat.Wal::timeline);
    }
}

package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.monitor.fleet.ByteSize;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.stream.Stream;

/// A standby is further behind than a failover would accept.
final class StandbyLagging implements Check {

    /// The default of `maximum-lag-on-failover`: beyond it a standby is no candidate, so somebody should know.
    static final long LIMIT_BYTES = 16L * 1024 * 1024;

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        return now.nodes().stream()
                .filter(node -> now.isFresh(node) && now.node(node).serves(Role.STANDBY))
                .filter(node -> now.lagBytes(node).orElse(0) > LIMIT_BYTES)
                .map(node -> Finding.degraded(sentence(now, node)));
    }

    private static String sentence(ClusterNow now, NodeId node) {
        return "The standby %s is %s behind the primary."
                .formatted(now.name(node), ByteSize.of(now.lagBytes(node).orElse(0)));
    }
}

package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.stream.Stream;

/// A node registered as standby runs as primary. The other way round is [NoPrimary]'s.
final class RoleDiffers implements Check {

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        return now.nodes().stream()
                .filter(node -> now.isFresh(node)
                        && now.isRegistered(node)
                        && now.role(node) == Role.STANDBY
                        && now.node(node).serves(Role.PRIMARY))
                .map(node -> Finding.degraded(sentence(now, node)));
    }

    private static String sentence(ClusterNow now, NodeId node) {
        return "%s is registered as standby but runs as primary.".formatted(now.name(node));
    }
}

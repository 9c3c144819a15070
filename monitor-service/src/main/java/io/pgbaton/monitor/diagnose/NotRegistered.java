package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.stream.Stream;

/// A node speaks whose cluster has a primary that does not know it, or that an operator took out.
final class NotRegistered implements Check {

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        if (now.view().primary().isEmpty()) {
            return Stream.empty();
        }
        return now.nodes().stream()
                .filter(node -> now.isFresh(node) && !now.isRegistered(node) && now.role(node) != Role.WITNESS)
                .map(node -> Finding.degraded(sentence(now, node)));
    }

    private static String sentence(ClusterNow now, NodeId node) {
        boolean takenOut = now.view().policy().standingOrders().unregistered().contains(node);
        return takenOut
                ? "%s was taken out of the cluster by an operator, and its agent still runs: stop that, or let it in again, pgbaton standby register --node-id %s."
                        .formatted(now.name(node), node)
                : "%s reports but is not registered.".formatted(now.name(node));
    }
}

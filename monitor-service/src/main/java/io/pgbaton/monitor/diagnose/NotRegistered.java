package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.Role;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.stream.Stream;

/// A node speaks whose cluster has a primary that does not know it.
final class NotRegistered implements Check {

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        if (now.view().primary().isEmpty()) {
            return Stream.empty();
        }
        return now.nodes().stream()
                .filter(node -> now.isFresh(node) && !now.isRegistered(node) && now.role(node) != Role.WITNESS)
                .map(node -> Finding.degraded("%s reports but is not registered.".formatted(now.name(node))));
    }
}

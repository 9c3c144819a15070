package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.ClusterStatus.Health;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// More than one node says it accepts writes: what rule S1 forbids.
final class TwoPrimaries implements Check {

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        List<NodeId> writers = now.writers();
        if (writers.size() < 2) {
            return Stream.empty();
        }
        String names = writers.stream().map(now::name).collect(Collectors.joining(" and "));
        return Stream.of(new Finding(
                Health.HALTED, "%s both accept writes: stop the one that is not the primary.".formatted(names)));
    }
}

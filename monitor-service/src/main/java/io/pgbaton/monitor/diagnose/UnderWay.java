package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.fleet.ClusterStatus.Health;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.stream.Stream;

/// What the failover service is doing with the cluster, and why.
final class UnderWay implements Check {

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        return switch (now.view().phase()) {
            case Phase.Unregistered _, Phase.Steady _ -> Stream.empty();
            case Phase.Stopping _ -> moving("A switchover is under way: %s is stopping.".formatted(primary(now)));
            case Phase.Freezing freezing ->
                moving("An election for term %s is open, because %s."
                        .formatted(freezing.next(), freezing.cause().meaning()));
            case Phase.Promoting _ ->
                moving("%s is being promoted under term %s."
                        .formatted(primary(now), now.view().term()));
            case Phase.Halted halted ->
                Stream.of(new Finding(
                        Health.HALTED,
                        "The cluster needs a person, because %s. %s"
                                .formatted(halted.reason().meaning(), halted.advice())
                                .strip()));
        };
    }

    private static Stream<Finding> moving(String sentence) {
        return Stream.of(new Finding(Health.FAILING_OVER, sentence));
    }

    private static String primary(ClusterNow now) {
        NodeId primary = now.view().primary().orElse(null);
        return primary == null ? "the primary" : now.name(primary);
    }
}

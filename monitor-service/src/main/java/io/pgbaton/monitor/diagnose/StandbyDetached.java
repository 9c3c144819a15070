package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.stream.Stream;

/// A running standby receives from nobody, or from another node than the view says.
final class StandbyDetached implements Check {

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        return now.view().members().stream()
                .filter(member -> now.isFresh(member.node())
                        && now.node(member.node()).serves(Role.STANDBY)
                        && member.upstream() != null)
                .flatMap(member -> examine(now, member.node(), member.upstream()));
    }

    private static Stream<Finding> examine(ClusterNow now, NodeId standby, NodeId upstream) {
        if (!now.node(standby).isStreaming()) {
            return Stream.of(Finding.degraded("The standby %s is not attached to its upstream %s."
                    .formatted(now.name(standby), now.name(upstream))));
        }
        return now.node(standby).upstream().filter(actual -> !actual.equals(upstream)).stream()
                .map(actual -> Finding.degraded("The standby %s follows %s, and not %s as it should."
                        .formatted(now.name(standby), now.name(actual), now.name(upstream))));
    }
}

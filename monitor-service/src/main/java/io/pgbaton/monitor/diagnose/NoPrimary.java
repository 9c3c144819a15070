package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.monitor.fleet.ClusterNow;
import io.pgbaton.monitor.fleet.StatusText;
import java.util.stream.Stream;

/// The registered primary does not accept writes, or there is none.
final class NoPrimary implements Check {

    @Override
    public Stream<Finding> examine(ClusterNow now) {
        return now.view()
                .primary()
                .map(primary -> examine(now, primary))
                .orElseGet(() -> Stream.of(Finding.down("No primary is registered.")));
    }

    private static Stream<Finding> examine(ClusterNow now, NodeId primary) {
        if (now.isFresh(primary)) {
            return now.node(primary).serves(Role.PRIMARY)
                    ? Stream.empty()
                    : Stream.of(Finding.down("The primary %s does not accept writes: its status is \"%s\"."
                            .formatted(
                                    now.name(primary),
                                    StatusText.of(now, primary).substring(2))));
        }
        // a silent agent is no dead server (rule F3): a standby that still receives shows that the server lives
        return now.isHeardByAStandby(primary)
                ? Stream.of(
                        Finding.degraded("The agent of the primary %s is silent, but a standby still receives from it."
                                .formatted(now.name(primary))))
                : Stream.of(Finding.down("Nothing is heard of the primary %s.".formatted(now.name(primary))));
    }
}

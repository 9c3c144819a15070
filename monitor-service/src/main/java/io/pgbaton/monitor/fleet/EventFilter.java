package io.pgbaton.monitor.fleet;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import java.util.Optional;

/// Which events to show: the newest `limit` that match. `kind` may be our name or repmgr's.
public record EventFilter(Optional<ClusterId> cluster, Optional<NodeId> node, Optional<String> kind, int limit) {

    public boolean matches(ClusterEvent event) {
        return cluster.map(event.cluster()::equals).orElse(true)
                && node.map(wanted -> wanted.equals(event.subject().node())).orElse(true)
                && kind.map(wanted -> isNamed(event, wanted)).orElse(true);
    }

    private static boolean isNamed(ClusterEvent event, String wanted) {
        return wanted.equals(event.subject().kind())
                || event.knownKind()
                        .filter(known -> known.repmgrName().equals(wanted))
                        .isPresent();
    }
}

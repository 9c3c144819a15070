package io.pgbaton.monitor.api;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.monitor.live.LiveFleet;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;

/// Finds a cluster, or says which there are.
final class KnownClusters {

    private static final int NAMES_SHOWN = 10;

    private KnownClusters() {}

    static ClusterStatus status(LiveFleet fleet, ClusterId cluster) {
        return fleet.status(cluster)
                .orElseThrow(() -> ErrorBody.answer(Response.Status.NOT_FOUND, unknown(fleet, cluster)));
    }

    static void require(LiveFleet fleet, ClusterId cluster) {
        if (fleet.now(cluster).isEmpty()) {
            throw ErrorBody.answer(Response.Status.NOT_FOUND, unknown(fleet, cluster));
        }
    }

    private static String unknown(LiveFleet fleet, ClusterId cluster) {
        List<ClusterId> names = fleet.names();
        String known = names.stream().limit(NAMES_SHOWN).map(ClusterId::name).collect(Collectors.joining(", "));
        String more = names.size() > NAMES_SHOWN ? " and %d more".formatted(names.size() - NAMES_SHOWN) : "";
        return "unknown cluster \"%s\"; %s"
                .formatted(cluster, names.isEmpty() ? "no cluster has been heard yet" : "known: " + known + more);
    }
}

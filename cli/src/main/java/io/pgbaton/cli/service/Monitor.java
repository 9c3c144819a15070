package io.pgbaton.cli.service;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The monitor service: how the fleet stands, and what happened.
public final class Monitor {

    private final Service service;

    public Monitor(ServiceAddresses addresses) {
        this.service = new Service(addresses);
    }

    public List<ClusterStatus> fleet() {
        return List.of(service.get("/api/v1/clusters").orRefusal().as(ClusterStatus[].class));
    }

    public ClusterStatus cluster(ClusterId cluster) {
        return service.get("/api/v1/clusters/" + cluster).orRefusal().as(ClusterStatus.class);
    }

    /// Newest first.
    public List<ClusterEvent> events(EventFilter filter) {
        return List.of(
                service.get("/api/v1/events?" + filter.query()).orRefusal().as(ClusterEvent[].class));
    }

    /// Which events are wanted; what is empty does not matter.
    public record EventFilter(Optional<ClusterId> cluster, Optional<NodeId> node, Optional<String> kind, int limit) {

        String query() {
            List<String> terms = new ArrayList<>();
            cluster.ifPresent(name -> terms.add("cluster=" + name));
            node.ifPresent(id -> terms.add("node=" + id));
            kind.ifPresent(name -> terms.add("event=" + URLEncoder.encode(name, StandardCharsets.UTF_8)));
            terms.add("limit=" + limit);
            return String.join("&", terms);
        }
    }
}

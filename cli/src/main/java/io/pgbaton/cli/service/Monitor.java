package io.pgbaton.cli.service;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.HistoryCleanup;
import io.pgbaton.contracts.fleet.HistorySample;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    /// Oldest first.
    public List<HistorySample> history(HistoryFilter filter) {
        return List.of(
                service.get("/api/v1/history?" + filter.query()).orRefusal().as(HistorySample[].class));
    }

    /// Deletes samples for some seconds; what is left says the answer.
    public HistoryCleanup.Done cleanUp(HistoryCleanup wanted) {
        return service.post("/api/v1/history/cleanup", wanted).orRefusal().as(HistoryCleanup.Done.class);
    }

    /// Which samples are wanted: those since `from`, of one standby or all.
    public record HistoryFilter(ClusterId cluster, Optional<NodeId> node, Instant from) {

        private static final int MOST = 50_000;

        String query() {
            return "cluster=" + cluster + node.map(id -> "&node=" + id).orElse("") + "&from=" + from + "&limit=" + MOST;
        }
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

package io.pgbaton.fleet.ask;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.Service;
import java.util.List;

/// The monitor service.
public final class MonitorApi {

    private final HttpJson http;

    public MonitorApi(FleetPlan plan) {
        this.http = new HttpJson(Service.MONITOR.url(plan));
    }

    public List<ClusterStatus> clusters() {
        return http.list("/api/v1/clusters", ClusterStatus.class);
    }

    /// The newest events of a cluster, newest first.
    public List<ClusterEvent> events(String cluster, int limit) {
        return http.list("/api/v1/events?cluster=" + cluster + "&limit=" + limit, ClusterEvent.class);
    }
}

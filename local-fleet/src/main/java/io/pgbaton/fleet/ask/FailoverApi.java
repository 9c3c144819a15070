package io.pgbaton.fleet.ask;

import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.Instance;
import io.pgbaton.fleet.plan.Service;
import java.util.List;

/// The failover service, as an operator's tool uses it.
public final class FailoverApi {

    private final HttpJson http;

    public FailoverApi(FleetPlan plan) {
        this(new HttpJson(Service.FAILOVER.url(plan)));
    }

    private FailoverApi(HttpJson http) {
        this.http = http;
    }

    /// One instance of several.
    public static FailoverApi of(Instance service, FleetPlan plan) {
        return new FailoverApi(new HttpJson(service.url(plan)));
    }

    private record Ownership(List<Integer> deciding) {}

    private record Ask(String by, boolean dryRun, Request.Wish wish) {}

    /// The partitions this instance decides for.
    public List<Integer> deciding() {
        return http.get("/api/v1/ownership", Ownership.class).deciding();
    }

    public boolean isReady() {
        return http.answersOk("/q/health/ready");
    }

    public RequestStatus ask(String cluster, Request.Wish wish) {
        return http.post(
                "/api/v1/clusters/" + cluster + "/requests", new Ask("sandbox", false, wish), RequestStatus.class);
    }

    public RequestStatus status(RequestStatus request) {
        return http.get("/api/v1/requests/" + request.id(), RequestStatus.class);
    }
}

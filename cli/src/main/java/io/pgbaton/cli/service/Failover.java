package io.pgbaton.cli.service;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.contracts.fleet.WhatIf;
import java.util.List;
import java.util.Optional;

/// The failover service: the view in force, and what operators ask.
public final class Failover {

    private final Service service;

    public Failover(ServiceAddresses addresses) {
        this.service = new Service(addresses);
    }

    /// The body of `POST /api/v1/clusters/{cluster}/requests`.
    public record Ask(RequestId id, String by, boolean dryRun, Request.Wish wish) {}

    public RequestStatus ask(ClusterId cluster, Ask ask) {
        return service.post("/api/v1/clusters/" + cluster + "/requests", ask)
                .orRefusal()
                .as(RequestStatus.class);
    }

    /// Empty while the service does not know the request: just after a restart it still reads its logs.
    public Optional<RequestStatus> status(RequestId id) {
        Answer answer = service.get("/api/v1/requests/" + id);
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(answer.orRefusal().as(RequestStatus.class));
    }

    /// Why the last decisions about a cluster fell as they did; empty when there were none lately.
    public List<Explanation> explanations(ClusterId cluster) {
        return List.of(service.get("/api/v1/clusters/" + cluster + "/explanations")
                .orRefusal()
                .as(Explanation[].class));
    }

    /// What would happen if `node` died now.
    public WhatIf whatIf(ClusterId cluster, NodeId node) {
        return service.get("/api/v1/clusters/" + cluster + "/what-if?node=" + node)
                .orRefusal()
                .as(WhatIf.class);
    }

    public ClusterView view(ClusterId cluster) {
        return service.get("/api/v1/clusters/" + cluster + "/view").orRefusal().as(ClusterView.class);
    }
}

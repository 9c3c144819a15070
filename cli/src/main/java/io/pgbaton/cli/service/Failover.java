package io.pgbaton.cli.service;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
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

    public ClusterView view(ClusterId cluster) {
        return service.get("/api/v1/clusters/" + cluster + "/view").orRefusal().as(ClusterView.class);
    }
}

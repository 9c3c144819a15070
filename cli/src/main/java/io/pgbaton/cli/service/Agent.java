package io.pgbaton.cli.service;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeProfile;

/// A node's own agent: it knows its server best, and cannot always be reached from here.
public final class Agent {

    private final String url;

    public Agent(NodeProfile profile) {
        this.url = profile.address().url();
    }

    public String url() {
        return url;
    }

    /// `GET /api/v1/node`, as far as it is of use here.
    public record Node(Heartbeat heartbeat, long busAckAgeMillis) {}

    /// Fails when it does not answer, as from another network it may not.
    public Node node() {
        Service service = new Service(ServiceAddresses.parse("agent's", "advertised_url", url));
        return service.get("/api/v1/node").orRefusal().as(Node.class);
    }
}

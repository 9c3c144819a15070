package io.pgbaton.cli.service;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.fleet.Reach;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A node's own agent: it knows its server best, and cannot always be reached from here.
public final class Agent {

    private final String url;

    public Agent(NodeProfile profile) {
        this.url = profile.address().url();
    }

    /// Whether an agent is up at an address, whatever it says of its server.
    public static boolean answersAt(String url) {
        try {
            return new Service(ServiceAddresses.parse("agent's", "http_listen", url))
                    .get("/liveness")
                    .isGood();
        } catch (CommandFailed e) {
            return false;
        }
    }

    public String url() {
        return url;
    }

    /// `GET /api/v1/node`, as far as it is of use here: `slots` are the bytes of log that each slot holds back,
    /// `idleSlots` those nobody uses, `archiveReady` the segments that wait for `archive_command`, null when
    /// the agent cannot count them.
    public record Node(
            Heartbeat heartbeat,
            long busAckAgeMillis,
            Map<String, Long> slots,
            List<String> idleSlots,
            @Nullable Long archiveReady) {

        public Node {
            slots = slots == null ? Map.of() : Map.copyOf(slots);
            idleSlots = idleSlots == null ? List.of() : List.copyOf(idleSlots);
        }

        public Node(Heartbeat heartbeat, long busAckAgeMillis) {
            this(heartbeat, busAckAgeMillis, Map.of(), List.of(), null);
        }
    }

    /// Fails when it does not answer, as from another network it may not.
    public Node node() {
        return service().get("/api/v1/node").orRefusal().as(Node.class);
    }

    /// What its host reaches, tried now.
    public Reach reach() {
        return service().get("/api/v1/reach").orRefusal().as(Reach.class);
    }

    /// What the host of another node reaches, as that node's agent tells this one.
    public Reach reach(NodeId of) {
        return service().get("/api/v1/reach?of=" + of).orRefusal().as(Reach.class);
    }

    private Service service() {
        return new Service(ServiceAddresses.parse("agent's", "advertised_url", url));
    }
}

package io.pgbaton.failover.http;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.failover.decide.ClusterState;
import io.pgbaton.failover.decide.Now;
import io.pgbaton.failover.evidence.Moment;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says why decisions fell as they did, and what the next one would be.
/// Its root is that of the other resources: a longer one would hide their paths below it.
@Path("/api/v1")
@RunOnVirtualThread
public class ExplainResource {

    private final FailoverService service;
    private final InstantSource clock = InstantSource.system();

    ExplainResource(FailoverService service) {
        this.service = service;
    }

    /// Newest first; any instance knows them.
    @GET
    @Path("/clusters/{cluster}/explanations")
    public Response explanations(@PathParam("cluster") String name) {
        try {
            ClusterId cluster = new ClusterId(name);
            if (!service.thread().isCaughtUp()) {
                return Answers.notCaughtUp();
            }
            boolean known = service.thread()
                    .fleet()
                    .flatMap(fleet -> fleet.stateOf(cluster))
                    .isPresent();
            return known
                    ? Answers.json(
                            Response.Status.OK, service.thread().explanations().of(cluster))
                    : Answers.unknown(cluster);
        } catch (IllegalArgumentException e) {
            return Answers.error(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /// Only the owner hears the nodes: any other instance sends the client on to the next address.
    @GET
    @Path("/clusters/{cluster}/what-if")
    public Response whatIf(@PathParam("cluster") String name, @QueryParam("node") @Nullable String number) {
        try {
            ClusterId cluster = new ClusterId(name);
            NodeId node = nodeOf(number);
            if (!service.thread().isCaughtUp()) {
                return Answers.notCaughtUp();
            }
            Optional<ClusterState> state = service.thread().fleet().flatMap(fleet -> fleet.stateOf(cluster));
            if (state.isEmpty()) {
                return Answers.unknown(cluster);
            }
            if (!service.thread().owns(cluster)) {
                return Answers.error(
                        Response.Status.SERVICE_UNAVAILABLE,
                        "another instance decides for cluster \"" + cluster + "\": ask that one");
            }
            return whatIf(state.get(), node);
        } catch (IllegalArgumentException e) {
            return Answers.error(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Response whatIf(ClusterState state, NodeId node) {
        if (state.view().member(node).isEmpty()) {
            return Answers.error(
                    Response.Status.NOT_FOUND, "cluster \"" + state.view().cluster() + "\" has no node " + node);
        }
        Now now = new Now(new Moment(System.nanoTime()), clock.instant());
        return Answers.json(Response.Status.OK, service.policy().whatIf(state, node, now));
    }

    private static NodeId nodeOf(@Nullable String number) {
        if (number == null || !number.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("node says which one, by its number: what-if?node=1");
        }
        return new NodeId(Integer.parseInt(number));
    }
}

package io.pgbaton.failover.http;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Copying;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.failover.decide.ClusterState;
import io.pgbaton.failover.decide.Feasibility;
import io.pgbaton.failover.decide.Now;
import io.pgbaton.failover.evidence.Moment;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes what operators ask for, and tells how far it has come.
@Path("/api/v1")
@RunOnVirtualThread
public class RequestResource {

    private static final long SEND_SECONDS = 4;

    private final FailoverService service;
    private final InstantSource clock = InstantSource.system();

    RequestResource(FailoverService service) {
        this.service = service;
    }

    @POST
    @Path("/clusters/{cluster}/requests")
    @Consumes(MediaType.WILDCARD)
    public Response ask(@PathParam("cluster") String name, String body) {
        try {
            ClusterId cluster = new ClusterId(name);
            Request request =
                    RequestBody.parse(body).request(cluster, UUID.randomUUID().toString(), clock.instant());
            return take(request);
        } catch (IllegalArgumentException e) {
            return Answers.error(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /// The owner knows the nodes and answers at once; any other instance passes the request on through the log,
    /// also one that only asks to check.
    private Response take(Request request) {
        if (!service.thread().isCaughtUp()) {
            return Answers.notCaughtUp();
        }
        Optional<ClusterState> state = service.thread().fleet().flatMap(fleet -> fleet.stateOf(request.cluster()));
        if (!service.thread().owns(request.cluster())) {
            return send(request);
        }
        if (state.isEmpty()) {
            return Answers.error(
                    Response.Status.NOT_FOUND,
                    "no cluster \"" + request.cluster() + "\": none of its agents has been heard");
        }
        return request.asked().dryRun() ? check(request, state.get()) : send(request);
    }

    /// What would happen; the log does not hear of it.
    private Response check(Request request, ClusterState state) {
        Instant at = request.asked().at();
        Now now = new Now(new Moment(System.nanoTime()), at);
        RequestStatus status = switch (service.policy().check(state, request.wish(), now)) {
            case Feasibility.Possible(List<String> steps) -> status(request, RequestStatus.State.DONE, steps);
            case Feasibility.NotYet(var _, String missing) ->
                status(request, RequestStatus.State.REFUSED, List.of(missing));
            case Feasibility.Refused(var _, String why) -> status(request, RequestStatus.State.REFUSED, List.of(why));
        };
        return Answers.json(Response.Status.OK, status);
    }

    private static RequestStatus status(Request request, RequestStatus.State state, List<String> lines) {
        return new RequestStatus(
                request.id(),
                request.cluster(),
                state,
                lines.stream()
                        .map(line -> new RequestStatus.Step(request.asked().at(), line))
                        .toList());
    }

    private Response send(Request request) {
        try {
            service.thread().sender().send(request).get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Answers.error(
                    Response.Status.SERVICE_UNAVAILABLE,
                    "Kafka did not take the request in time: try again with the same id");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Answers.error(Response.Status.SERVICE_UNAVAILABLE, "the failover service is stopping: try again");
        }
        return Answers.json(Response.Status.ACCEPTED, service.thread().ledger().announced(request));
    }

    /// Which partitions this instance decides for.
    @GET
    @Path("/ownership")
    public Response ownership() {
        return Answers.json(Response.Status.OK, service.thread().ownership());
    }

    @GET
    @Path("/requests/{id}")
    public Response status(@PathParam("id") String id) {
        try {
            return service.thread()
                    .ledger()
                    .status(new RequestId(id))
                    .map(this::withProgress)
                    .map(status -> Answers.json(Response.Status.OK, status))
                    .orElseGet(() -> Answers.error(Response.Status.NOT_FOUND, "no request \"" + id + "\" is known"));
        } catch (IllegalArgumentException e) {
            return Answers.error(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /// Only the owner hears the node.
    private RequestStatus withProgress(RequestStatus status) {
        if (status.state() != RequestStatus.State.RUNNING) {
            return status;
        }
        return service.thread()
                .ledger()
                .awaitedOf(status.id())
                .flatMap(node -> copying(status.cluster(), node))
                .map(status::with)
                .orElse(status);
    }

    private Optional<Copying> copying(ClusterId cluster, NodeId node) {
        return service.thread()
                .fleet()
                .flatMap(fleet -> fleet.stateOf(cluster))
                .flatMap(state -> state.evidence().of(node).heard())
                .map(heard -> heard.heartbeat().server().copying());
    }

    @GET
    @Path("/clusters/{cluster}/view")
    public Response view(@PathParam("cluster") String name) {
        try {
            ClusterId cluster = new ClusterId(name);
            return service.thread()
                    .fleet()
                    .flatMap(fleet -> fleet.stateOf(cluster))
                    .map(state -> Answers.json(Response.Status.OK, state.view()))
                    .orElseGet(() -> Answers.error(Response.Status.NOT_FOUND, "no cluster \"" + name + "\" is known"));
        } catch (IllegalArgumentException e) {
            return Answers.error(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}

package io.pgbaton.monitor.web;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.monitor.fleet.ClusterNow;
import io.pgbaton.monitor.live.EventStream;
import io.pgbaton.monitor.live.LiveFleet;
import io.pgbaton.monitor.live.Pulse;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/// The two pages and the streams of HTML that keep them right.
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class PagesResource {

    private final LiveFleet fleet;
    private final CardBoard board;
    private final Pulse pulse;
    private final Assets assets;

    PagesResource(LiveFleet fleet, CardBoard board, Pulse pulse, Assets assets) {
        this.fleet = fleet;
        this.board = board;
        this.pulse = pulse;
        this.assets = assets;
    }

    @GET
    @Blocking
    @Operation(hidden = true)
    public TemplateInstance fleet() {
        return Pages.fleet(FleetPage.of(board.look(), assets.run()), assets);
    }

    @GET
    @Path("clusters/{cluster}")
    @Blocking
    @Operation(hidden = true)
    public RestResponse<TemplateInstance> cluster(@PathParam("cluster") String name) {
        return find(name)
                .map(now -> RestResponse.ok(Pages.cluster(ClusterPage.of(now), assets)))
                .orElseGet(() -> RestResponse.status(
                        RestResponse.Status.NOT_FOUND,
                        Pages.missing("There is no cluster named \"%s\".".formatted(name), assets)));
    }

    @GET
    @Path("live/fleet")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @NonBlocking
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> liveFleet(@QueryParam("since") @DefaultValue("0") long since, @Context Sse sse) {
        return EventStream.of(pulse, new FleetWatcher(board, assets.run(), since), sse);
    }

    @GET
    @Path("live/clusters/{cluster}")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @NonBlocking
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> liveCluster(@PathParam("cluster") String name, @Context Sse sse) {
        ClusterNow now = find(name).orElseThrow(NotFoundException::new);
        return EventStream.of(pulse, new ClusterWatcher(now.picture().cluster(), assets.run()), sse);
    }

    private Optional<ClusterNow> find(String name) {
        try {
            return fleet.now(new ClusterId(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

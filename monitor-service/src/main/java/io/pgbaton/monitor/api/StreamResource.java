package io.pgbaton.monitor.api;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.monitor.live.EventStream;
import io.pgbaton.monitor.live.LiveFleet;
import io.pgbaton.monitor.live.Pulse;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The picture as it changes, for programs.
@Path("/api/v1/stream")
@Tag(name = "Fleet")
@NonBlocking
public class StreamResource {

    private final LiveFleet fleet;
    private final Pulse pulse;

    StreamResource(LiveFleet fleet, Pulse pulse) {
        this.fleet = fleet;
        this.pulse = pulse;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Server-sent events: `cluster` carries a ClusterStatus, `event` a ClusterEvent",
            description = "Begins with the status of each cluster. A comment every 15 s keeps the line open; a client "
                    + "that does not read is cut off and may come back.")
    public Multi<OutboundSseEvent> stream(
            @Parameter(description = "only this cluster") @QueryParam("cluster") @Nullable String cluster,
            @Context Sse sse) {
        Optional<ClusterId> wanted = Parameters.optionalCluster(cluster);
        wanted.ifPresent(name -> KnownClusters.require(fleet, name));
        return EventStream.of(pulse, new StatusWatcher(wanted), sse);
    }
}

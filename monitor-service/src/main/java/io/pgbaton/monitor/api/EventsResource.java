package io.pgbaton.monitor.api;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.monitor.fleet.EventFilter;
import io.pgbaton.monitor.history.History;
import io.pgbaton.monitor.live.LiveFleet;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// What happened: the newest from memory, the rest from the history. With the history's database down the newest
/// are still answered.
@Path("/api/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "History")
@Blocking
public class EventsResource {

    private static final int STANDARD_LIMIT = 20;
    private static final int LARGEST_LIMIT = 10_000;
    private static final Comparator<ClusterEvent> NEWEST_FIRST =
            Comparator.comparing(ClusterEvent::at).reversed();

    private final LiveFleet fleet;
    private final History history;

    EventsResource(LiveFleet fleet, History history) {
        this.fleet = fleet;
        this.history = history;
    }

    @GET
    @Operation(
            summary = "Events, newest first",
            description = "A Warning header says so when the history database does not answer and only the newest "
                    + "events, which are kept in memory, were searched.")
    @APIResponse(
            responseCode = "400",
            description = "A parameter is no value of its kind",
            content = @Content(schema = @Schema(implementation = ErrorBody.class)))
    public RestResponse<List<ClusterEvent>> events(
            @Parameter(description = "only this cluster") @QueryParam("cluster") @Nullable String cluster,
            @Parameter(description = "only this node's id") @QueryParam("node") @Nullable String node,
            @Parameter(description = "only this kind, by our name or repmgr's") @QueryParam("event") @Nullable
                    String event,
            @Parameter(description = "1 to 10000") @QueryParam("limit") @Nullable String limit) {
        Optional<ClusterId> wanted = Parameters.optionalCluster(cluster);
        wanted.ifPresent(name -> KnownClusters.require(fleet, name));
        EventFilter filter = new EventFilter(
                wanted,
                Parameters.node(node),
                Parameters.given(event),
                Parameters.limit(limit, STANDARD_LIMIT, LARGEST_LIMIT));
        List<ClusterEvent> newest = fleet.events(filter);
        try {
            return RestResponse.ok(merge(newest, history.events(filter), filter.limit()));
        } catch (History.Unavailable e) {
            return RestResponse.ResponseBuilder.ok(newest)
                    .header(
                            "Warning",
                            "199 pgbaton \"%s\""
                                    .formatted(String.valueOf(e.getMessage()).replace('"', '\'')))
                    .build();
        }
    }

    /// An event is in memory a moment before it is in the history.
    private static List<ClusterEvent> merge(List<ClusterEvent> newest, List<ClusterEvent> stored, int limit) {
        Map<String, ClusterEvent> byId = new LinkedHashMap<>();
        newest.forEach(event -> byId.put(event.id(), event));
        stored.forEach(event -> byId.putIfAbsent(event.id(), event));
        return byId.values().stream().sorted(NEWEST_FIRST).limit(limit).toList();
    }
}

package io.pgbaton.monitor.api;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.fleet.HistorySample;
import io.pgbaton.monitor.history.History;
import io.pgbaton.monitor.live.LiveFleet;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// How far each standby was behind, from the history.
@Path("/api/v1/history")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "History")
@Blocking
public class HistoryResource {

    private static final Duration STANDARD_SPAN = Duration.ofMinutes(15);
    private static final int STANDARD_LIMIT = 2_000;
    private static final int LARGEST_LIMIT = 50_000;

    private final LiveFleet fleet;
    private final History history;

    HistoryResource(LiveFleet fleet, History history) {
        this.fleet = fleet;
        this.history = history;
    }

    @GET
    @Operation(
            summary = "Lag of a cluster's standbys, oldest first",
            description = "The newest samples of the period when there are more than the limit.")
    @APIResponse(
            responseCode = "400",
            description = "A parameter is missing, or no value of its kind",
            content = @Content(schema = @Schema(implementation = ErrorBody.class)))
    @APIResponse(
            responseCode = "503",
            description = "The history database does not answer",
            content = @Content(schema = @Schema(implementation = ErrorBody.class)))
    public List<HistorySample> samples(
            @Parameter(required = true) @QueryParam("cluster") @Nullable String cluster,
            @Parameter(description = "only this standby's id") @QueryParam("node") @Nullable String node,
            @Parameter(description = "default: 15 minutes ago") @QueryParam("from") @Nullable String from,
            @Parameter(description = "default: now") @QueryParam("to") @Nullable String to,
            @Parameter(description = "1 to 50000, default 2000") @QueryParam("limit") @Nullable String limit) {
        ClusterId wanted = Parameters.optionalCluster(cluster)
                .orElseThrow(() -> ErrorBody.badRequest("which cluster? Add ?cluster=NAME"));
        KnownClusters.require(fleet, wanted);
        // a sample may carry the broker's time, which may be a little ahead
        Instant end = Parameters.time("to", to).orElseGet(() -> fleet.instant().plus(STANDARD_SPAN));
        Instant begin =
                Parameters.time("from", from).orElseGet(() -> fleet.instant().minus(STANDARD_SPAN));
        if (!begin.isBefore(end)) {
            throw ErrorBody.badRequest("from must be before to");
        }
        try {
            return history.samples(
                    wanted,
                    Parameters.node(node),
                    new History.Period(begin, end),
                    Parameters.limit(limit, STANDARD_LIMIT, LARGEST_LIMIT));
        } catch (History.Unavailable e) {
            throw ErrorBody.answer(Response.Status.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}

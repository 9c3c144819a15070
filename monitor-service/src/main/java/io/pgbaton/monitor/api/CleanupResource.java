package io.pgbaton.monitor.api;

import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.HistoryCleanup;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.monitor.history.History;
import io.pgbaton.monitor.live.LiveFleet;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The one thing that this service changes when asked: old samples go. Only JSON is taken, which no page of another
/// site can send.
@Path("/api/v1/history/cleanup")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "History")
@Blocking
public class CleanupResource {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_DAYS = 36_500;

    private final LiveFleet fleet;
    private final History history;

    CleanupResource(LiveFleet fleet, History history) {
        this.fleet = fleet;
        this.history = history;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Delete samples of a cluster that are older than some days",
            description = "Works for a few seconds at most: ask again while complete is false. With dryRun it counts.")
    @APIResponse(
            responseCode = "400",
            description = "The body is no cleanup",
            content = @Content(schema = @Schema(implementation = ErrorBody.class)))
    @APIResponse(
            responseCode = "503",
            description = "The history database does not answer",
            content = @Content(schema = @Schema(implementation = ErrorBody.class)))
    public HistoryCleanup.Done cleanUp(
            @RequestBody(content = @Content(schema = @Schema(implementation = HistoryCleanup.class))) byte[] body) {
        HistoryCleanup wanted = parse(body);
        ClusterStatus status = KnownClusters.status(fleet, wanted.cluster());
        try {
            return history.cleanUp(wanted, status.standing().term(), fleet.instant());
        } catch (History.Unavailable e) {
            throw ErrorBody.answer(Response.Status.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private static HistoryCleanup parse(byte[] body) {
        if (!(Wire.read(body, HistoryCleanup.class) instanceof Wire.Known<HistoryCleanup>(HistoryCleanup wanted))
                || wanted.cluster() == null
                || wanted.asked() == null) {
            throw ErrorBody.badRequest("the body is no cleanup:"
                    + " {\"cluster\":\"…\",\"keepDays\":30,\"asked\":{\"by\":\"…\",\"dryRun\":true}}");
        }
        String by = wanted.asked().by();
        if (by == null || by.isBlank() || by.length() > LONGEST_NAME) {
            throw ErrorBody.badRequest("\"by\" says who asks: 1 to " + LONGEST_NAME + " characters");
        }
        if (wanted.keepDays() < 0 || wanted.keepDays() > MOST_DAYS) {
            throw ErrorBody.badRequest("keepDays " + wanted.keepDays() + " is out of range: 0 to " + MOST_DAYS);
        }
        return wanted;
    }
}

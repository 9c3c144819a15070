package io.pgbaton.monitor.api;

import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.monitor.diagnose.StatusReport;
import io.pgbaton.monitor.live.LiveFleet;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The clusters as they stand, from memory.
@Path("/api/v1/clusters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Fleet")
@NonBlocking
public class ClustersResource {

    private final LiveFleet fleet;

    ClustersResource(LiveFleet fleet) {
        this.fleet = fleet;
    }

    @GET
    @Operation(summary = "All clusters as they stand", description = "From memory, sorted by name.")
    public List<ClusterStatus> all() {
        return fleet.now().stream().map(StatusReport::of).toList();
    }

    @GET
    @Path("{cluster}")
    @Operation(summary = "One cluster as it stands")
    @APIResponse(responseCode = "200", description = "The cluster")
    @APIResponse(
            responseCode = "404",
            description = "No such cluster; the line names some that there are",
            content = @Content(schema = @Schema(implementation = ErrorBody.class)))
    public ClusterStatus one(@PathParam("cluster") String cluster) {
        return KnownClusters.status(fleet, Parameters.cluster(cluster));
    }
}

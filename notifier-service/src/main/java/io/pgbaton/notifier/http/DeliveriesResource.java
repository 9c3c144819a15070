package io.pgbaton.notifier.http;

import io.pgbaton.contracts.json.Wire;
import io.pgbaton.notifier.log.DeliveryReader;
import io.pgbaton.notifier.log.LogUnavailable;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import javax.sql.DataSource;

/// The delivery log, newest first.
@Path("/api/v1/deliveries")
public class DeliveriesResource {

    private static final int MOST = 1000;

    private final DeliveryReader log;

    DeliveriesResource(DataSource database) {
        this.log = new DeliveryReader(database);
    }

    @GET
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    public Response deliveries(
            @QueryParam("limit") @DefaultValue("20") String limit,
            @QueryParam("event") @DefaultValue("") String event) {
        if (!limit.matches("[1-9]\\d{0,3}") || Integer.parseInt(limit) > MOST) {
            return error(Response.Status.BAD_REQUEST, "limit=" + limit + " is out of range: 1 to " + MOST);
        }
        try {
            DeliveryReader.Question question = new DeliveryReader.Question(Integer.parseInt(limit), event);
            return Response.ok(Wire.write(log.find(question))).build();
        } catch (LogUnavailable e) {
            return error(
                    Response.Status.SERVICE_UNAVAILABLE,
                    "the history database is away, deliveries go on without it: " + e.getMessage());
        }
    }

    private static Response error(Response.Status status, String text) {
        return Response.status(status)
                .entity(Wire.write(Map.of("error", text)))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }
}

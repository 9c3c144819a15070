package io.pgbaton.failover.http;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.json.Wire;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/// JSON as the contracts write it, and errors as one line.
final class Answers {

    private Answers() {}

    static Response json(Response.StatusType status, Object value) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(Wire.write(value))
                .build();
    }

    static Response error(Response.StatusType status, String line) {
        return json(status, Map.of("error", line));
    }

    static Response notCaughtUp() {
        return error(
                Response.Status.SERVICE_UNAVAILABLE,
                "the failover service has not caught up with Kafka yet: try again");
    }

    static Response unknown(ClusterId cluster) {
        return error(Response.Status.NOT_FOUND, "no cluster \"" + cluster + "\" is known");
    }
}

package io.pgbaton.monitor.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// Every error answer: one line that says what was wrong and what would be right.
public record ErrorBody(String error) {

    static WebApplicationException badRequest(String line) {
        return answer(Response.Status.BAD_REQUEST, line);
    }

    static WebApplicationException answer(Response.Status status, String line) {
        return new WebApplicationException(Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorBody(line))
                .build());
    }
}

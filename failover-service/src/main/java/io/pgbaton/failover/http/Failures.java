package io.pgbaton.failover.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What nobody expected is answered as everything else: one line of JSON. The log has the details.
@Provider
public class Failures implements ExceptionMapper<RuntimeException> {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public Response toResponse(RuntimeException problem) {
        if (problem instanceof WebApplicationException known) {
            Response.StatusType status = known.getResponse().getStatusInfo();
            return Answers.error(status, status.getStatusCode() + " " + status.getReasonPhrase());
        }
        LOG.error("a request over HTTP failed", problem);
        return Answers.error(
                Response.Status.INTERNAL_SERVER_ERROR, "the failover service failed to answer: its log says why");
    }
}

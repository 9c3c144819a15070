package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/// How far a request has come, as the failover service answers it over HTTP.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequestStatus(RequestId id, ClusterId cluster, State state, List<Step> steps) {

    public RequestStatus {
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    public enum State {
        RUNNING,
        DONE,
        REFUSED,
        FAILED
    }

    /// One thing that happened on the way, in words for a person.
    public record Step(Instant at, String text) {}
}

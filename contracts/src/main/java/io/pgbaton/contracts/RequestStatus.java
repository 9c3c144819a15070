package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a request has come, as the failover service answers it over HTTP. `copying` is null unless it is a clone
/// under way.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequestStatus(
        RequestId id,
        ClusterId cluster,
        State state,
        List<Step> steps,
        @Nullable Copying copying) {

    @JsonCreator
    public RequestStatus {
        steps = steps == null ? List.of() : List.copyOf(steps);
    }

    public RequestStatus(RequestId id, ClusterId cluster, State state, List<Step> steps) {
        this(id, cluster, state, steps, null);
    }

    /// With how far the clone is that was asked for.
    public RequestStatus with(Copying now) {
        return new RequestStatus(id, cluster, state, steps, now);
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

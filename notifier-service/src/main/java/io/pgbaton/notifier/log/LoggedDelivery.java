package io.pgbaton.notifier.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row of `GET /api/v1/deliveries`.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LoggedDelivery(String id, About about, Addressed addressed, State state, List<Tried> attempts) {

    public record About(String event, String kind, String cluster, String severity, Instant at) {}

    public record Addressed(String subscription, String kind, String target) {}

    /// `state` is pending, delivered or dead; `due` is when a pending one is tried next.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record State(
            String state,
            Instant since,
            @Nullable Instant due,
            @Nullable Instant finishedAt,
            @Nullable String why) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Tried(int number, Instant at, String result, String reply, long millis) {}
}

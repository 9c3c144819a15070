package io.pgbaton.fleet.sink;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message that a sink received. A webhook's `id` is what its sender calls it; `title` is a mail's subject or a
/// webhook's event type. `verified` says whether a webhook's signature is right; mail has none.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Received(
        Kind kind, Instant at, Envelope envelope, @Nullable Boolean verified, String body) {

    public enum Kind {
        MAIL,
        WEBHOOK
    }

    /// From whom, to whom, about what.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Envelope(@Nullable String id, @Nullable String from, List<String> to, String title) {

        public Envelope {
            to = to == null ? List.of() : List.copyOf(to);
        }
    }
}

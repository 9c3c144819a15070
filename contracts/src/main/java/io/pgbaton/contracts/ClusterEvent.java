package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that happened, in the past tense, for people and programs. `id` is unique for ever: a reader that sees
/// it twice has seen one event. On the bus it is a CloudEvent; `kind` is a string so that an event kind added later
/// passes through older readers unharmed.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClusterEvent(String id, Instant at, ClusterId cluster, Subject subject, Outcome outcome) {

    /// About what: `node` is null for the cluster as a whole; `term` is the one in force; `request` is the
    /// operator's.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Subject(
            String kind,
            @Nullable NodeId node,
            Term term,
            @Nullable RequestId request) {}

    /// What came of it. `details` is a sentence for a person; `data` holds the same facts for programs.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Outcome(boolean successful, Severity severity, String details, Map<String, String> data) {

        public Outcome {
            data = data == null ? Map.of() : Map.copyOf(data);
        }
    }

    public Optional<EventKind> knownKind() {
        return EventKind.named(subject.kind());
    }
}

package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a decision about a cluster fell as it did: what was known, from whom and how old, who could have been chosen
/// and why not, and how long each phase took. It travels as JSON in the data of a `decision_explained` event, under
/// [#IN_EVENT].
///
/// `phases` are milliseconds from the moment the primary was last known well: `detected`, `frozen`, `decided`,
/// `promoted`; a service that restarted on the way knows only some.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Explanation(
        Instant at, Decided decided, List<Observation> evidence, List<Weighed> candidates, Map<String, Long> phases) {

    public static final String IN_EVENT = "explanation";

    /// A cluster has a handful of nodes; more than this do not belong into one record on the bus.
    public static final int MOST = 32;

    public Explanation {
        evidence = evidence == null ? List.of() : evidence.stream().limit(MOST).toList();
        candidates =
                candidates == null ? List.of() : candidates.stream().limit(MOST).toList();
        phases = phases == null ? Map.of() : Map.copyOf(phases);
    }

    public enum Kind {
        FAILOVER,
        SWITCHOVER,
        /// The same primary stays, under a new term.
        REAFFIRMED,
        /// The primary is lost, and nothing is done about it.
        REFUSED,
        HALTED
    }

    /// `cause` is why a decision was due, `reason` why it fell so; `summary` is a sentence.
    public record Decided(Kind kind, Reason cause, Reason reason, Change change, String summary) {}

    /// From whom to whom, under which term, and what the new one lacked of what the old one is known to have
    /// written; null where there is none or nobody knows.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Change(
            Term term,
            @Nullable NodeId former,
            @Nullable NodeId chosen,
            @Nullable Long gapBytes) {}

    /// What one observer said, and how old its word was when the decision fell; null when it never spoke.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Observation(
            NodeId observer,
            String name,
            String says,
            @Nullable Long ageMillis) {}

    /// A node that was looked at, best first: `why` it was chosen, or why not. `end` is null when it did not
    /// answer.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Weighed(
            NodeId node, String name, @Nullable Lsn end, boolean chosen, String why) {}
}

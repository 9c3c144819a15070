package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// An agent's answer to a [Decision.Freeze] (rules F3, F4). Either it has promised the term and its server receives
/// nothing any more, then `position` is set and final; or it still hears the primary (`aliveMillis` ago) and
/// promises nothing yet.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FreezeAnswer(
        ClusterId cluster,
        NodeId node,
        Term term,
        @Nullable Position position,
        @Nullable Long aliveMillis) implements Report {

    /// The end of what this node has: `flushed` on disk and `replayed`; the further of the two counts (rule F5).
    public record Position(Timeline timeline, Lsn flushed, Lsn replayed) {

        public Lsn furthest() {
            return Lsn.furthest(flushed, replayed);
        }
    }

    public static FreezeAnswer promised(ClusterId cluster, NodeId node, Term term, Position position) {
        return new FreezeAnswer(cluster, node, term, position, null);
    }

    public static FreezeAnswer alive(ClusterId cluster, NodeId node, Term term, long heardMillisAgo) {
        return new FreezeAnswer(cluster, node, term, null, heardMillisAgo);
    }
}

package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// An agent's answer to a [Decision.Freeze] (rules F3, F4). Either it has promised the term and its server receives
/// nothing any more, then `position` is set and final; or it still hears the primary (`aliveMillis` ago) and
/// promises nothing yet. `refused` is set when its `failover_validation_command` said no, in that command's words: it
/// has promised all the same, and must not be chosen by an election that nobody asked for.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FreezeAnswer(
        ClusterId cluster,
        NodeId node,
        Term term,
        @Nullable Position position,
        @Nullable Long aliveMillis,
        @Nullable String refused)
        implements Report {

    /// The end of what this node has: `flushed` on disk and `replayed`; the further of the two counts (rule F5).
    public record Position(Timeline timeline, Lsn flushed, Lsn replayed) {

        public Lsn furthest() {
            return Lsn.furthest(flushed, replayed);
        }
    }

    public static FreezeAnswer promised(ClusterId cluster, NodeId node, Term term, Position position) {
        return new FreezeAnswer(cluster, node, term, position, null, null);
    }

    /// Promised, and advised against by the node's own `failover_validation_command`.
    public static FreezeAnswer refused(ClusterId cluster, NodeId node, Term term, Position position, String why) {
        return new FreezeAnswer(cluster, node, term, position, null, why);
    }

    public static FreezeAnswer alive(ClusterId cluster, NodeId node, Term term, long heardMillisAgo) {
        return new FreezeAnswer(cluster, node, term, null, heardMillisAgo, null);
    }
}

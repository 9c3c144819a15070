package io.pgbaton.failover.decide;

import io.pgbaton.contracts.NodeId;
import org.jspecify.annotations.Nullable;

/// Names a moment worth remembering about a cluster or, when `node` is set, about one of its nodes.
public record Mark(Kind kind, @Nullable NodeId node) {

    public enum Kind {
        /// When the primary was last known well, for the durations an event tells.
        SUSPECTED(true),
        OPENED(true),
        FROZEN(true),
        DECIDED(true),
        /// A standby was told to be down.
        DOWN(true),
        MISMATCHED(true),
        DUPLICATED(true),
        FREEZE_SENT(false),
        FENCE_SENT(false),
        PROMOTE_SENT(false),
        FOLLOW_SENT(false),
        REJOIN_SENT(false),
        START_TOLD(true),
        FIRST_PROMISE(false),
        UNREACHABLE_TOLD(false),
        REFUSAL_TOLD(false),
        TIMEOUT_TOLD(false),
        /// The view in force was written once more.
        VIEW_KEPT(false);

        private final boolean lasting;

        Kind(boolean lasting) {
            this.lasting = lasting;
        }
    }

    static Mark of(Kind kind) {
        return new Mark(kind, null);
    }

    static Mark of(Kind kind, NodeId node) {
        return new Mark(kind, node);
    }

    /// Whether it outlives the phase in which it was made.
    boolean isLasting() {
        return kind.lasting;
    }
}

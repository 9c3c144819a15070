package io.pgbaton.failover.decide;

import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import org.jspecify.annotations.Nullable;

/// What the operator who asked for a switchover is told.
final class Switchovers {

    private Switchovers() {}

    static void step(Draft draft, Phase.@Nullable Switchover switchover, String words) {
        if (switchover != null) {
            draft.tell(
                    Happening.of(EventKind.REQUEST_STEP, words).occurring(words).answering(switchover.request()));
        }
    }

    static void fail(Draft draft, Phase.@Nullable Switchover switchover, Reason reason) {
        if (switchover != null) {
            draft.tell(Happening.of(EventKind.REQUEST_FAILED, "the switchover failed: " + reason.meaning())
                    .failed()
                    .because(reason)
                    .answering(switchover.request()));
        }
    }
}

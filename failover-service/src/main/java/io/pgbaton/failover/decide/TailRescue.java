package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.elect.Candidate;
import java.util.Optional;

/// Where the chosen one can fetch what the old primary's disk still holds (rule F5a).
final class TailRescue {

    private TailRescue() {}

    /// `required`: the chosen one is to be primary with it, or not at all.
    static Optional<Decision.Tail> offer(
            Situation situation, Phase.Freezing freezing, Candidate chosen, boolean required) {
        NodeId old = situation.primary();
        // the stored phase says it too: who has just taken over may not have heard the old primary's agent yet
        boolean served =
                freezing.released() || (situation.lease() instanceof LeaseFinding.Released && situation.isHeard(old));
        boolean everPrimary = freezing.cause() != Reason.PROMOTION_TIMED_OUT;
        if (!served || !everPrimary || chosen.node().equals(old) || isComplete(situation, freezing, chosen)) {
            return Optional.empty();
        }
        long patience = situation.rules().timeouts().tailRescue().toMillis();
        return situation
                .view()
                .member(old)
                .map(ClusterView.Member::profile)
                .map(profile -> new Decision.Tail(old, profile.address().url(), patience, required));
    }

    /// After a clean shutdown the last position heard is the end; after a crash more may have been written since.
    private static boolean isComplete(Situation situation, Phase.Freezing freezing, Candidate chosen) {
        return freezing.cause() == Reason.SWITCHOVER_REQUESTED
                && situation
                        .knownEnd(situation.primary())
                        .filter(end -> end.compareTo(chosen.furthest()) <= 0)
                        .isPresent();
    }
}

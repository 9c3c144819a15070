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

    /// From who was primary last, also when candidates have failed since. `required`: the chosen one is to be primary
    /// with it, or not at all; asked once, of the first candidate, or an election would have no end.
    static Optional<Decision.Tail> offer(
            Situation situation, Phase.Freezing freezing, Candidate chosen, boolean required) {
        Optional<NodeId> held = situation.view().reign().held().map(ClusterView.Held::node);
        if (held.isEmpty() || chosen.node().equals(held.get()) || isComplete(situation, freezing, chosen)) {
            return Optional.empty();
        }
        NodeId old = held.get();
        boolean first = situation.view().isPrimary(old);
        // the stored phase says it too: who has just taken over may not have heard the old primary's agent yet
        boolean served = (first && freezing.released())
                || (situation.isHeard(old) && Ballots.wasPrimary(situation, situation.of(old)));
        if (!served) {
            return Optional.empty();
        }
        long patience = situation.rules().timeouts().tailRescue().toMillis();
        return situation
                .view()
                .member(old)
                .map(ClusterView.Member::profile)
                .map(profile -> new Decision.Tail(old, profile.address().url(), patience, required && first));
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

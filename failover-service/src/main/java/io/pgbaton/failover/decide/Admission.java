package io.pgbaton.failover.decide;

import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.elect.Candidate;
import io.pgbaton.failover.elect.Disqualification;
import io.pgbaton.failover.evidence.Condition;
import io.pgbaton.failover.evidence.NodeEvidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whose promise ends what the lost primary may still hold (rules F5, M1). A lease that is over for certain leaves
/// everybody; one that has only lapsed on the bus may be held by the grants of the followers that the primary
/// knows of, and only such a one, by promising, has taken its grant back.
record Admission(Situation situation, boolean certain) {

    static Admission to(Situation situation, Phase.Freezing freezing) {
        boolean over =
                freezing.released() || situation.lease().isOverForCertain() || hasCandidateStepped(situation, freezing);
        return new Admission(situation, over || situation.state().tenure().isBusOnly());
    }

    /// A failed candidate that promised the next term never became writable under its own, and now never can: it
    /// refuses a promotion below its promise (rules F7, F9).
    static boolean hasCandidateStepped(Situation situation, Phase.Freezing freezing) {
        NodeEvidence candidate = situation.of(situation.primary());
        return freezing.cause() == Reason.PROMOTION_TIMED_OUT
                && !candidate.is(Condition.WRITABLE)
                && !candidate.isDuplicate(situation.moment())
                && candidate
                        .answerTo(freezing.next())
                        .map(FreezeAnswer::position)
                        .isPresent();
    }

    boolean allows(NodeId node) {
        return certain || situation.state().tenure().neededGrantOf(node);
    }

    Map<NodeId, Disqualification> barred(List<Candidate> candidates) {
        Map<NodeId, Disqualification> barred = new HashMap<>();
        candidates.stream()
                .map(Candidate::node)
                .filter(node -> !allows(node))
                .forEach(node -> barred.put(node, Disqualification.GRANT_NOT_NEEDED));
        return barred;
    }
}

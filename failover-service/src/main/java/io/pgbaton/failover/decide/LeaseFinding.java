package io.pgbaton.failover.decide;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Term;
import io.pgbaton.failover.evidence.Barrier;
import io.pgbaton.failover.evidence.ClusterEvidence;
import io.pgbaton.failover.evidence.Condition;
import io.pgbaton.failover.evidence.NodeEvidence;
import java.time.Duration;

/// What the evidence says of the lease of the view's primary.
sealed interface LeaseFinding {

    /// Maybe held: nothing proves that it is over.
    record Running() implements LeaseFinding {}

    /// Given back (rule L4).
    record Released() implements LeaseFinding {}

    /// The primary never claimed this term before the election was opened, and held no older lease, or gave it up: it
    /// has none, and can never begin one (rules L1c, F6).
    record NeverBegan() implements LeaseFinding {}

    /// Silent for long enough, but perhaps only the reading was late (rule F2). `asking` tells whether a marker is
    /// on its way.
    record Unproven(boolean asking) implements LeaseFinding {}

    /// Silent and barred: run out (rules F1, F2).
    record Lapsed() implements LeaseFinding {}

    /// A marker unread for longer is lost: send another.
    Duration MARKER_PATIENCE = Duration.ofSeconds(1);

    /// Whether this alone allows another primary (rule F6).
    default boolean isOver() {
        return switch (this) {
            case Released _, NeverBegan _, Lapsed _ -> true;
            case Running _, Unproven _ -> false;
        };
    }

    /// Whether nobody's grant can prolong it either. A lapse on the bus says nothing of the peer route: there it is
    /// the promise of the chosen one that ends the lease (rules L2, M1).
    default boolean isOverForCertain() {
        return switch (this) {
            case Released _, NeverBegan _ -> true;
            case Lapsed _, Running _, Unproven _ -> false;
        };
    }

    static LeaseFinding of(Situation situation, NodeId primary, Term term) {
        ClusterEvidence evidence = situation.evidence();
        NodeEvidence node = evidence.of(primary);
        boolean believed = !node.isDuplicate(situation.moment());
        if (believed
                && node.heartbeat()
                        .filter(heartbeat -> heartbeat.releases(term))
                        .isPresent()) {
            return new Released();
        }
        if (neverBegan(situation, node, believed)) {
            return new NeverBegan();
        }
        if (evidence.silence(primary, situation.moment())
                        .compareTo(situation.rules().silence())
                < 0) {
            return new Running();
        }
        if (evidence.isSilenceProven(primary)) {
            return new Lapsed();
        }
        return new Unproven(isAsking(situation, primary));
    }

    /// Only an open election makes it final: until then a claim may still come.
    private static boolean neverBegan(Situation situation, NodeEvidence primary, boolean believed) {
        boolean closed = situation.view().phase() instanceof Phase.Freezing
                || situation.view().phase() instanceof Phase.Halted;
        Term fenced = primary.heartbeat()
                .filter(_ -> believed)
                .map(heartbeat -> heartbeat.standing().fenced())
                .orElse(Term.NONE);
        return closed && situation.state().tenure().neverBegan(fenced) && !primary.is(Condition.WRITABLE);
    }

    private static boolean isAsking(Situation situation, NodeId primary) {
        return situation.evidence().barrier() instanceof Barrier.Sent(var silent, var _, var at)
                && silent.equals(primary)
                && situation.moment().since(at).compareTo(MARKER_PATIENCE) < 0;
    }
}

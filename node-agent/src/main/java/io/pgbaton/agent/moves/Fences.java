package io.pgbaton.agent.moves;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import java.util.Optional;

/// When this node has to give its terms up (rules L3, L4, L7, F8). As pure as the [Reconciler] that asks it.
final class Fences {

    private final Situation now;
    private final DecisionLog log;
    private final ClusterView view;
    private final Standing standing;

    Fences(Situation now) {
        this.now = now;
        this.log = now.log();
        this.view = log.view();
        this.standing = now.standing();
    }

    Optional<Move> whileDown() {
        return asked().or(this::releaseAfterCrash).or(this::fenceOldPrimary);
    }

    Optional<Move> whileStandby() {
        return asked().or(this::markStandbyFenced);
    }

    /// L3: neither route holds for long enough any more, or the guard has acted already; in whatever state the
    /// server is, and whatever is known of the log.
    Optional<Move> lapsed() {
        LeaseClock lease = now.lease().clock();
        if (now.lease().fenceDue()) {
            return Optional.of(Move.Fence.lapsed(lease, now.lease().now()));
        }
        if (lease.begun() && !standing.mayWrite(lease.term())) {
            return Optional.of(
                    new Move.Fence(lease.term(), Move.How.AT_ONCE, "the guard gave term " + standing.fenced() + " up"));
        }
        boolean unfounded = now.server().state() == ServerState.RUNNING
                && now.server().is(Role.PRIMARY)
                && standing.term().isAbove(Term.NONE)
                && !now.lease().holds();
        return unfounded ? Optional.of(withoutLease(before(view.term()))) : Optional.empty();
    }

    /// F9: a server that was writable before anybody gave leases claims as soon as it is registered, and obeys an
    /// election that was opened before.
    Optional<Move> firstOvertaken() {
        boolean overtaken = !now.lease().holds() && log.orders().openElection().isPresent();
        return overtaken ? Optional.of(withoutLease(view.term())) : Optional.empty();
    }

    private static Move withoutLease(Term given) {
        return new Move.Fence(given, Move.How.AT_ONCE, "the server is writable and holds no lease");
    }

    Optional<Move> asked() {
        return log.orders()
                .pending(Decision.Fence.class)
                .filter(fence -> standing.mayWrite(fence.term()))
                .map(fence -> new Move.Fence(fence.term(), Move.How.CLEAN, "the failover service asked for it"));
    }

    /// L4: the server this node was primary with is gone, so the term is given back at once.
    private Optional<Move> releaseAfterCrash() {
        return actsAsPrimary()
                ? Optional.of(new Move.Fence(view.term(), Move.How.AT_ONCE, "the server is gone"))
                : Optional.empty();
    }

    /// F8: somebody else is primary under a newer term, and this node was primary when it went down.
    private Optional<Move> fenceOldPrimary() {
        boolean old = log.otherPrimary().isPresent()
                && now.server().is(Role.PRIMARY)
                && standing.mayWrite(standing.term())
                && view.term().isAbove(standing.term());
        return old
                ? Optional.of(new Move.Fence(
                        standing.term(), Move.How.AT_ONCE, "another node became primary while this one was away"))
                : Optional.empty();
    }

    /// L7: this node acts as primary and its server is in recovery: somebody restarted it, or a promotion broke
    /// off. It may have been told to promote already and become writable yet, so a release (L4) needs its end.
    private Optional<Move> markStandbyFenced() {
        return actsAsPrimary()
                ? Optional.of(new Move.Fence(view.term(), Move.How.AT_ONCE, "the server came back as a standby"))
                : Optional.empty();
    }

    private boolean actsAsPrimary() {
        return log.iAmPrimary()
                && standing.mayWrite(view.term())
                && (standing.term().equals(view.term()) || isOverAndNotTakenUp());
    }

    /// F9, F10: a term that this node has not taken up when an election is opened against it. Who was primary
    /// already owes a release all the same. A lease that has begun, of this term or of an older one, goes on by
    /// standbys that hear it and therefore promise nothing.
    private boolean isOverAndNotTakenUp() {
        boolean bound = view.reign().timeline() != null || now.lease().clock().begun();
        return bound && log.orders().openElection().isPresent();
    }

    Move forOther() {
        Term own = before(view.term());
        NodeId primary = view.primary().orElseThrow();
        return new Move.Fence(
                own,
                Move.How.AT_ONCE,
                view.nameOf(primary) + " is primary under term " + view.term() + ", and this server was writable");
    }

    /// All that was before a promotion under `next`, which stays possible unless this node acts under it already.
    private Term before(Term next) {
        return Term.highest(standing.term(), new Term(Math.max(0, next.value() - 1)));
    }
}

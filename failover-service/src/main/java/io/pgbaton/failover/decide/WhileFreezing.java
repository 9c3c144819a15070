package io.pgbaton.failover.decide;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.evidence.Condition;
import java.time.Duration;

/// An election is open: count its answers, and end it by a choice (rule F6), with the same primary (F10), or not
/// yet.
final class WhileFreezing {

    /// For an operator's named standby to answer; others may be chosen after.
    private static final Duration NAMED_PATIENCE = Duration.ofSeconds(2);

    private final Situation situation;
    private final Phase.Freezing freezing;
    private final Draft draft;
    private final LeaseFinding lease;
    private final Admission admission;
    private final Ballots ballots;
    private final ElectionNews news;

    WhileFreezing(Situation situation, Phase.Freezing freezing, Draft draft) {
        this.situation = situation;
        this.freezing = freezing;
        this.draft = draft;
        this.lease = situation.lease();
        this.admission = Admission.to(situation, freezing);
        this.ballots = Ballots.count(situation, freezing.next()).admitted(situation, admission);
        this.news = new ElectionNews(situation, freezing, ballots, draft);
    }

    void decide() {
        if (cameBack()) {
            ElectionMoves.reaffirm(situation, draft, freezing);
            draft.explain(new Explaining(situation, freezing, ballots).reaffirmed());
            return;
        }
        Silence.prove(situation, draft, lease);
        news.tellStartOnce(lease);
        noteFirstPromise();
        if (mayChoose()) {
            new ElectionChoice(situation, freezing, ballots, draft).choose(admission);
        } else {
            waitOn();
        }
    }

    /// Heard since the election opened, not fenced, and still writable. A release that was stored stays true.
    private boolean cameBack() {
        boolean heardSince = situation
                .of(situation.primary())
                .heard()
                .filter(heard -> heard.at().compareTo(situation.state().memory().phaseSince()) > 0)
                .filter(heard -> heard.condition() == Condition.WRITABLE)
                .isPresent();
        return heardSince
                && !freezing.released()
                && lease instanceof LeaseFinding.Running
                && !situation.of(situation.primary()).isDuplicate(situation.moment());
    }

    /// The lease is over (rule F6), and the answers are in or the time is up (rule F4). Who still hears the primary
    /// is waited for like one that has not answered, and no longer: while all say so nobody has promised, and one
    /// promise is enough (rule F3).
    private boolean mayChoose() {
        if (!freezing.released() && !lease.isOver() && !Admission.hasCandidateStepped(situation, freezing)) {
            return false;
        }
        return ballots.isComplete() || (!ballots.isEmpty() && hasWaitedForOthers());
    }

    /// An election may have been open for long before the first standby lost the primary: the others are about to.
    private boolean hasWaitedForOthers() {
        Mark first = Mark.of(Mark.Kind.FIRST_PROMISE);
        return situation.phaseLasted(patience())
                && (ballots.alive().isEmpty() || (situation.isMarked(first) && situation.isDue(first, patience())));
    }

    private void noteFirstPromise() {
        Mark first = Mark.of(Mark.Kind.FIRST_PROMISE);
        if (!ballots.isEmpty() && !situation.isMarked(first)) {
            draft.mark(first);
        }
    }

    private Duration patience() {
        NodeId named =
                freezing.switchover() == null ? null : freezing.switchover().to();
        Duration election = situation.rules().timeouts().election();
        boolean waitsForNamed = named != null && !ballots.hasPromised(named);
        return waitsForNamed && election.compareTo(NAMED_PATIENCE) < 0 ? NAMED_PATIENCE : election;
    }

    private void waitOn() {
        if (!freezing.released() && lease instanceof LeaseFinding.Released) {
            // tell the standbys too, so that none waits for having heard the primary lately (rule F3)
            Phase.Freezing released =
                    new Phase.Freezing(freezing.next(), freezing.cause(), true, freezing.switchover());
            draft.phase(
                    released, new Draft.Why(Reason.PRIMARY_RELEASED, situation.primaryName() + " gave its lease back"));
            ElectionMoves.sendFreeze(situation, draft, released);
            return;
        }
        if (!ballots.alive().isEmpty()) {
            news.tellUnreachableOnce();
        } else if (ballots.isEmpty()
                && situation.phaseLasted(situation.rules().timeouts().election())) {
            news.refuseOnce(
                    Reason.NO_CANDIDATE, "nobody has answered for term " + freezing.next() + news.missingNames());
        }
        // an agent answers each time it is asked, so an answer that was lost costs a second and no new election
        ElectionMoves.askAgain(situation, draft, freezing);
    }
}

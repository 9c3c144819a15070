package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import java.time.Duration;

/// One primary and nothing under way: watch its lease; while it runs, keep the membership and the standbys in order
/// and take up requests.
final class WhileSteady {

    private static final Duration KEEP_FIRST = Duration.ofHours(1);
    private static final Duration KEEP_AGAIN = Duration.ofDays(1);

    private final Situation situation;
    private final Draft draft;

    WhileSteady(Situation situation, Draft draft) {
        this.situation = situation;
        this.draft = draft;
    }

    void decide() {
        LeaseFinding lease = situation.lease();
        switch (lease) {
            case LeaseFinding.Released _ -> {
                open(new Phase.Freezing(situation.nextTerm(), Reason.PRIMARY_RELEASED, true, null));
                ElectionMoves.tellStarted(situation, draft, Reason.PRIMARY_RELEASED);
            }
            case LeaseFinding.Lapsed _ ->
                open(new Phase.Freezing(situation.nextTerm(), Reason.PRIMARY_SILENT, false, null));
            case LeaseFinding.Unproven _ -> Silence.prove(situation, draft, lease);
            case LeaseFinding.Running _ -> keepInOrder();
        }
    }

    private void open(Phase.Freezing freezing) {
        ElectionMoves.open(
                situation,
                draft,
                freezing,
                situation.primaryName() + ": " + freezing.cause().meaning());
    }

    /// The log forgets after two weeks; what is in force must not be forgotten (rule O5). Counted from the start of
    /// the service, which therefore writes before it has run for a day.
    private void keepInLog() {
        if (situation.phaseLasted(KEEP_FIRST) && situation.isDue(Mark.of(Mark.Kind.VIEW_KEPT), KEEP_AGAIN)) {
            draft.mark(Mark.of(Mark.Kind.VIEW_KEPT));
            draft.keep(new Draft.Why(Reason.PROMOTED, "the view in force, written again for the log's readers"));
        }
    }

    private void keepInOrder() {
        Petitions.answer(situation, draft);
        if (!draft.hasChange()) {
            Membership.update(situation, draft);
        }
        if (!draft.hasChange()) {
            new StandbyWatch(situation, draft).look();
            keepInLog();
        }
    }
}

package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.evidence.NodeEvidence;
import java.time.Duration;
import java.util.Optional;

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
            case LeaseFinding.Released _ -> begin(Reason.PRIMARY_RELEASED);
            case LeaseFinding.Lapsed _, LeaseFinding.NeverBegan _ -> begin(Reason.PRIMARY_SILENT);
            case LeaseFinding.Unproven _ -> Silence.prove(situation, draft, lease);
            case LeaseFinding.Running _ ->
                reportedDown()
                        .filter(_ -> Restraint.of(situation).isEmpty())
                        .ifPresentOrElse(this::open, this::keepInOrder);
        }
    }

    /// A failover nobody asked for, unless something restrains it; then a person's word is waited for.
    private void begin(Reason cause) {
        Optional<Restraint> restraint = Restraint.of(situation);
        if (restraint.isPresent()) {
            restraint.get().tellOnce(situation, draft);
            Petitions.answer(situation, draft);
            return;
        }
        open(cause);
        if (cause == Reason.PRIMARY_RELEASED) {
            ElectionMoves.tellStarted(situation, draft, cause);
        }
    }

    /// Its agent says that the server is gone or hangs (rule F1): the election opens early, and lets the rest run
    /// while the lease ends. Only a release or the silence ends it (rule F6).
    private Optional<Reason> reportedDown() {
        NodeEvidence primary = situation.of(situation.primary());
        boolean anybodyElse = situation.view().members().stream()
                .anyMatch(member -> member.electable() && !situation.view().isPrimary(member.node()));
        if (!anybodyElse || primary.isDuplicate(situation.moment())) {
            return Optional.empty();
        }
        return primary.heartbeat().map(heartbeat -> heartbeat.server().state()).flatMap(state -> switch (state) {
            case CRASHED -> Optional.of(Reason.SERVER_CRASHED);
            case HUNG -> Optional.of(Reason.SERVER_HUNG);
            case NO_DATA, STOPPED, STARTING, RUNNING, STOPPING, REBUILDING -> Optional.empty();
        });
    }

    private void open(Reason cause) {
        boolean released = cause == Reason.PRIMARY_RELEASED;
        ElectionMoves.open(
                situation,
                draft,
                new Phase.Freezing(situation.nextTerm(), cause, released, null),
                situation.primaryName() + ": " + cause.meaning());
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
        if (situation.isMarked(Mark.of(Mark.Kind.REFUSAL_TOLD))) {
            draft.clear(Mark.of(Mark.Kind.REFUSAL_TOLD));
        }
        Petitions.answer(situation, draft);
        if (!draft.hasChange()) {
            PlannedSwitchover.beginInTime(situation, draft);
        }
        if (!draft.hasChange()) {
            Membership.update(situation, draft);
        }
        if (!draft.hasChange()) {
            new SynchronousSet(situation, draft).keep();
        }
        if (!draft.hasChange()) {
            new StandbyWatch(situation, draft).look();
            keepInLog();
        }
    }
}

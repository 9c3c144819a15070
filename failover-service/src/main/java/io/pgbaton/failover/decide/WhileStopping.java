package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.evidence.Condition;
import java.time.Duration;

/// A switchover has asked the primary to stop: its release opens the election, its silence too.
final class WhileStopping {

    private static final Duration FENCE_AGAIN = Duration.ofSeconds(2);

    private final Situation situation;
    private final Phase.Stopping stopping;
    private final Draft draft;

    WhileStopping(Situation situation, Phase.Stopping stopping, Draft draft) {
        this.situation = situation;
        this.stopping = stopping;
        this.draft = draft;
    }

    void decide() {
        LeaseFinding lease = situation.lease();
        switch (lease) {
            case LeaseFinding.Released _ ->
                open(new Phase.Freezing(
                        situation.nextTerm(), Reason.SWITCHOVER_REQUESTED, true, stopping.switchover()));
            case LeaseFinding.Lapsed _, LeaseFinding.NeverBegan _ ->
                open(new Phase.Freezing(situation.nextTerm(), Reason.PRIMARY_SILENT, false, stopping.switchover()));
            case LeaseFinding.Unproven _ -> Silence.prove(situation, draft, lease);
            case LeaseFinding.Running _ -> waitForRelease();
        }
    }

    private void open(Phase.Freezing freezing) {
        ElectionMoves.open(
                situation,
                draft,
                freezing,
                situation.primaryName() + ": " + freezing.cause().meaning());
    }

    private void waitForRelease() {
        boolean timedOut = situation.phaseLasted(situation.rules().timeouts().switchover());
        // half-way stopped there is no way back: the release or the silence will come
        if (timedOut && situation.of(situation.primary()).is(Condition.WRITABLE)) {
            goBack();
        } else if (!timedOut && situation.isDue(Mark.of(Mark.Kind.FENCE_SENT), FENCE_AGAIN)) {
            fence(situation, draft);
        }
    }

    static void fence(Situation situation, Draft draft) {
        draft.mark(Mark.of(Mark.Kind.FENCE_SENT));
        draft.command(version -> new Decision.Fence(
                situation.view().cluster(), version, situation.view().term(), situation.primary()));
    }

    private void goBack() {
        draft.phase(
                new Phase.Steady(),
                new Draft.Why(
                        Reason.SWITCHOVER_TIMED_OUT,
                        situation.primaryName() + " is still writable after "
                                + situation.rules().timeouts().switchover().toSeconds() + " s"));
        Switchovers.fail(draft, stopping.switchover(), Reason.SWITCHOVER_TIMED_OUT);
    }
}

package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.evidence.Condition;
import java.time.Duration;
import java.util.List;

/// A switchover has the primary stop: first its poolers hold their clients, then it is told. Its release opens the
/// election, its silence too.
final class WhileStopping {

    private static final Duration FENCE_AGAIN = Duration.ofSeconds(2);

    /// For what is open in a pooler to end; clients that begin something wait as long.
    private static final Duration POOLERS = Duration.ofSeconds(5);

    private final Situation situation;
    private final Phase.Stopping stopping;
    private final Draft draft;

    WhileStopping(Situation situation, Phase.Stopping stopping, Draft draft) {
        this.situation = situation;
        this.stopping = stopping;
        this.draft = draft;
    }

    static void begin(Situation situation, Draft draft, Phase.Switchover switchover) {
        String target = switchover.to() == null ? "the best standby" : situation.name(switchover.to());
        draft.phase(
                new Phase.Stopping(switchover),
                new Draft.Why(
                        Reason.SWITCHOVER_REQUESTED, "hand over from " + situation.primaryName() + " to " + target));
        if (!new Poolers(situation).areThere()) {
            fence(situation, draft);
        }
    }

    void decide() {
        LeaseFinding lease = situation.lease();
        switch (lease) {
            case LeaseFinding.Released _ -> {
                Switchovers.step(
                        draft,
                        stopping.switchover(),
                        situation.primaryName() + " has stopped, and gave term "
                                + situation.view().term() + " up");
                open(new Phase.Freezing(
                        situation.nextTerm(), Reason.SWITCHOVER_REQUESTED, true, stopping.switchover()));
            }
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
        boolean asked = situation.isMarked(Mark.of(Mark.Kind.FENCE_SENT));
        if (!asked) {
            waitForPoolers();
            return;
        }
        boolean timedOut = situation.phaseLasted(situation.rules().timeouts().switchover());
        if (timedOut && isWritable()) {
            goBack(
                    Reason.SWITCHOVER_TIMED_OUT,
                    situation.primaryName() + " is still writable after "
                            + situation.rules().timeouts().switchover().toSeconds() + " s");
        } else if (!timedOut && situation.isDue(Mark.of(Mark.Kind.FENCE_SENT), FENCE_AGAIN)) {
            fence(situation, draft);
        }
    }

    /// A service that took over does not know whether it was told, and may wait once more for poolers that hold
    /// already.
    private void waitForPoolers() {
        List<String> open =
                new Poolers(situation).notHolding(stopping.switchover().request());
        if (open.isEmpty()) {
            if (new Poolers(situation).areThere()) {
                Switchovers.step(draft, stopping.switchover(), "the poolers hold their clients");
            }
            fence(situation, draft);
        } else if (situation.phaseLasted(POOLERS) && isWritable()) {
            goBack(
                    Reason.POOLER_NOT_PAUSED,
                    "the PgBouncer of " + String.join(", ", open) + " still has transactions open after "
                            + POOLERS.toSeconds() + " s");
        }
    }

    /// Half-way stopped there is no way back: the release or the silence will come.
    private boolean isWritable() {
        return situation.of(situation.primary()).is(Condition.WRITABLE);
    }

    static void fence(Situation situation, Draft draft) {
        draft.mark(Mark.of(Mark.Kind.FENCE_SENT));
        draft.command(version -> new Decision.Fence(
                situation.view().cluster(), version, situation.view().term(), situation.primary()));
    }

    private void goBack(Reason reason, String why) {
        draft.phase(new Phase.Steady(), new Draft.Why(reason, why));
        draft.tell(Happening.of(
                        EventKind.REQUEST_FAILED,
                        "the switchover failed, " + situation.primaryName() + " goes on as primary: " + why)
                .failed()
                .because(reason)
                .answering(stopping.switchover().request()));
    }
}

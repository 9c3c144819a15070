package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.failover.evidence.Condition;
import java.time.Duration;

/// No standby could be promoted without too much of a loss, and a person was told. What was advised first may have
/// happened: the old primary is there again, and has everything.
final class WhileHalted {

    /// A server that has just come up is left to settle.
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final Situation situation;
    private final Phase.Halted halted;
    private final Draft draft;

    WhileHalted(Situation situation, Phase.Halted halted, Draft draft) {
        this.situation = situation;
        this.halted = halted;
        this.draft = draft;
    }

    void decide() {
        boolean released = situation.lease() instanceof LeaseFinding.Released;
        boolean paused = situation.view().policy().paused().isPresent();
        if (paused || halted.reason() != Reason.LAG_ABOVE_LIMIT || !isBack(released)) {
            Petitions.answer(situation, draft);
            return;
        }
        Reason cause = released ? Reason.PRIMARY_RELEASED : Reason.PRIMARY_SILENT;
        ElectionMoves.open(
                situation,
                draft,
                new Phase.Freezing(situation.nextTerm(), cause, released, null),
                situation.primaryName() + " is back: a new election");
    }

    /// Heard since the halt, and either still writable or fenced and up as a standby.
    private boolean isBack(boolean released) {
        return situation
                .of(situation.primary())
                .heard()
                .filter(heard -> heard.at().compareTo(situation.state().memory().phaseSince()) > 0)
                .filter(heard -> heard.lasted(situation.moment()).compareTo(SETTLED) >= 0)
                .filter(_ -> situation.isHeard(situation.primary()))
                .filter(_ -> !situation.of(situation.primary()).isDuplicate(situation.moment()))
                .map(heard -> heard.condition())
                .filter(condition -> condition == Condition.WRITABLE
                        ? !released
                        : released && (condition == Condition.DETACHED || condition == Condition.STREAMING))
                .isPresent();
    }
}

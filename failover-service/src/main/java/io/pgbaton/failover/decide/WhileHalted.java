package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.failover.evidence.Condition;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/// No standby could be promoted without too much of a loss, and a person was told. What was advised first may have
/// happened: the old primary is there again, and has everything, or the synchronous standbys that were missing are.
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
        boolean quorum = halted.reason() == Reason.SYNCHRONOUS_QUORUM_MISSING;
        boolean leaves = quorum || halted.reason() == Reason.LAG_ABOVE_LIMIT;
        boolean electable = leaves && (isBack(released) || (quorum && areCommitsProvable()));
        if (paused || !electable) {
            Petitions.answer(situation, draft);
            return;
        }
        Reason cause = released ? Reason.PRIMARY_RELEASED : Reason.PRIMARY_SILENT;
        ElectionMoves.open(
                situation,
                draft,
                new Phase.Freezing(situation.nextTerm(), cause, released, null),
                "who was missing is back: a new election");
    }

    /// So many of the synchronous standbys are up that their promises would do (rule F5).
    private boolean areCommitsProvable() {
        Set<NodeId> up = situation.view().members().stream()
                .filter(situation::mayVote)
                .map(ClusterView.Member::node)
                .filter(this::isStandbyUp)
                .collect(Collectors.toSet());
        return CommitProof.areCoveredBy(situation.confirming(), up);
    }

    private boolean isStandbyUp(NodeId node) {
        return situation.isHeard(node)
                && !situation.view().isPrimary(node)
                && !situation.of(node).isDuplicate(situation.moment())
                && situation
                        .of(node)
                        .heard()
                        .filter(heard -> heard.lasted(situation.moment()).compareTo(SETTLED) >= 0)
                        .filter(heard -> heard.heartbeat().servesAs(Role.STANDBY))
                        .isPresent();
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

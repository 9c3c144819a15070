package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Rule F5a with `on-server-crash = restart`: the old primary goes before a loss.
class OnServerCrashTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final World world = World.ofNodes(3, World.RULES.conduct().with(FailoverRules.OnServerCrash.RESTART));

    /// The primary crashes with more than anybody has, and the chosen standby cannot fetch it.
    private void crashAndMissTheTail() {
        world.get(1).lsn += 500;
        world.get(2).promotes = false;
        world.get(1).crash();
        world.read(world.get(1).beat());
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Promoting, SOON))
                .isTrue();
        Decision.Tail tail = world.logged(Decision.Promote.class).getLast().tail();
        assertThat(Objects.requireNonNull(tail).required()).isTrue();
        world.get(2).fenced = world.view().term();
    }

    private void startAsStandby(ScriptedAgent agent) {
        agent.state = ServerState.RUNNING;
        agent.role = Role.STANDBY;
    }

    @Test
    void theOldPrimaryIsWaitedForAndChosenWhenTheTailWasMissed() {
        crashAndMissTheTail();
        world.run(Duration.ofSeconds(5));
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);

        startAsStandby(world.get(1));
        assertThat(world.runUntil(() -> world.isSteady(1), Duration.ofSeconds(3)))
                .isTrue();
        assertThat(world.view().term().value()).isEqualTo(3);
        assertThat(world.logged(Decision.ViewChanged.class))
                .extracting(Decision.ViewChanged::reason)
                .contains(Reason.OLD_PRIMARY_AGAIN);
    }

    @Test
    void aStandbyIsPromotedWhenTheOldPrimaryDoesNotComeBack() {
        crashAndMissTheTail();
        world.run(Duration.ofSeconds(5));
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);

        world.get(2).promotes = true;
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(30)))
                .isTrue();
    }

    @Test
    void anOldPrimaryWhoseHostIsGoneIsNotWaitedFor() {
        crashAndMissTheTail();
        world.get(1).silent = true;
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void aStandbyThatHoldsAsMuchIsPromotedWithoutTheOldPrimary() {
        world.get(1).crash();
        world.read(world.get(1).beat());
        assertThat(world.runUntil(() -> world.isSteady(2), SOON)).isTrue();
        assertThat(world.view().primary()).contains(new NodeId(2));
    }

    /// O2, F5a: another service goes on from the stored phase, and has heard nothing of the old primary's agent yet.
    @Test
    void whoTakesAnElectionOverLetsTheTailBeFetched() {
        world.get(2).cut = true;
        world.get(3).cut = true;
        world.get(1).lsn += 500;
        world.get(1).crash();
        world.read(world.get(1).beat());
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Freezing open && open.released(), SOON))
                .isTrue();

        world.get(1).silent = true;
        world.restartService();
        world.get(2).cut = false;
        world.get(3).cut = false;
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Promoting, Duration.ofSeconds(10)))
                .isTrue();

        assertThat(Objects.requireNonNull(
                                world.logged(Decision.Promote.class).getLast().tail())
                        .from())
                .isEqualTo(new NodeId(1));
    }
}

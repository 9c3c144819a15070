package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CommitProofTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final World world = World.ofNodes(4);

    @Test
    void oneOfTwoMayBeMissingWhenCommitsWaitedForBoth() {
        commitsWaitFor(2, 2, 3);
        world.get(3).silent = true;
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void nobodyIsChosenWhileTheOneThatConfirmedMayBeMissing() {
        commitsWaitFor(1, 2, 3);
        world.get(3).silent = true;
        world.get(1).crash();
        world.run(LONG);
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
        assertThat(world.last(EventKind.FAILOVER_REFUSED).outcome().data())
                .containsEntry("reason", Reason.SYNCHRONOUS_QUORUM_MISSING.name());
        assertThat(world.last(EventKind.FAILOVER_REFUSED).outcome().details()).contains("missing: n3");

        world.get(3).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void aNodeThatConfirmsNothingIsNotChosenWhateverItHolds() {
        commitsWaitFor(1, 2, 3);
        world.get(4).lsn += 500;
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void theFurthestOfThemIsNotPassedOverWhenItMayNotBeChosen() {
        world.get(2).election(100, "default", false);
        world.run(Duration.ofSeconds(2));
        commitsWaitFor(1, 2, 3);
        world.get(2).lsn += 500;
        world.get(1).crash();
        world.run(LONG);
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);

        world.get(1).startAsStandby();
        assertThat(world.runUntil(() -> world.isSteady(1), LONG)).isTrue();
    }

    @Test
    void everySetThatThePrimaryMayGoByIsProven() {
        commitsWaitFor(1, 2, 3);
        world.get(1).cut = true;
        commitsWaitFor(1, 2);
        world.get(3).silent = true;
        world.get(1).crash();
        world.run(LONG);
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);

        world.get(3).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void theOldPrimaryHasEverything() {
        commitsWaitFor(1, 2, 3);
        world.get(3).silent = true;
        world.get(1).crash();
        world.run(Duration.ofSeconds(5));
        world.get(1).startAsStandby();
        assertThat(world.runUntil(() -> world.isSteady(1), LONG)).isTrue();
    }

    @Test
    void aPersonIsToldWhomToBringBackAndTheClusterGoesOnWhenTheyAre() {
        halt();
        assertThat(world.last(EventKind.FAILOVER_HALTED).outcome().data().get("advice"))
                .contains("n3")
                .contains("n1")
                .contains("accept-loss");
        world.run(LONG);
        assertThat(world.phase()).isInstanceOf(Phase.Halted.class);

        world.get(3).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void aHaltedClusterGoesOnWithTheOldPrimary() {
        halt();
        world.get(1).startAsStandby();
        assertThat(world.runUntil(() -> world.isSteady(1), LONG)).isTrue();
    }

    @Test
    void aPersonMayAcceptTheLoss() {
        halt();
        world.ask(new Request.AcceptLoss(null));
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void whatAnEarlierPrimaryAcknowledgedCountsUntilTheNewOneHasHandedItOn() {
        commitsWaitFor(1, 2, 3);
        world.get(2).lsn += 100;
        world.get(2).promotes = false;
        world.get(1).crash();
        assertThat(world.runUntil(
                        () -> world.phase() instanceof Phase.Promoting
                                && world.view().isPrimary(new NodeId(2)),
                        LONG))
                .isTrue();
        commitsWaitFor(1, 3);
        world.get(2).state = ServerState.STOPPED;
        world.get(2).silent = true;
        world.run(Duration.ofSeconds(60));
        assertThat(world.view().isPrimary(new NodeId(3))).isFalse();
    }

    private void halt() {
        commitsWaitFor(1, 2, 3);
        world.get(3).silent = true;
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Halted, Duration.ofSeconds(60)))
                .isTrue();
    }

    private void commitsWaitFor(int required, Integer... standbys) {
        ClusterView view = world.view();
        ClusterPolicy policy = view.policy()
                .with(new ClusterPolicy.Synchronous(
                        required, Arrays.stream(standbys).map(NodeId::new).toList()));
        ClusterView next =
                new ClusterView(view.cluster(), view.version() + 1, view.reign(), view.phase(), view.members(), policy);
        world.append(new Decision.ViewChanged(next, view.version(), Reason.SYNCHRONOUS_SET_CHANGED, "by the test"));
        world.run(Duration.ofSeconds(1));
    }
}

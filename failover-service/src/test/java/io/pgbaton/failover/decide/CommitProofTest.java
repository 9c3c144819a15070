package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.failover.elect.Candidate;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitProofTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void oneOfTwoMayBeMissingWhenCommitsWaitedForBoth() {
        World world = commitsWaitFor(2);
        world.get(3).silent = true;
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void nobodyIsChosenWhileTheOneThatConfirmedMayBeMissing() {
        World world = commitsWaitFor(1);
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
        World world = commitsWaitFor(1);
        world.agent(4).upstream = new NodeId(1);
        assertThat(world.runUntil(() -> world.view().members().size() == 4, LONG))
                .isTrue();
        world.run(Duration.ofSeconds(2));
        world.get(4).lsn += 500;
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void theFurthestOfThemIsNotPassedOverWhenItMayNotBeChosen() {
        World world = commitsWaitFor(1);
        world.get(2).election(100, "default", false);
        world.run(Duration.ofSeconds(2));
        world.get(2).lsn += 500;
        world.get(1).crash();
        world.run(LONG);
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);

        world.get(1).startAsStandby();
        assertThat(world.runUntil(() -> world.isSteady(1), LONG)).isTrue();
    }

    @Test
    void everySetThatMayBeInForceIsProven() {
        CommitProof both = new CommitProof(List.of(any(1, 2, 3), any(1, 2)), List.of(candidate(2, 10)));
        assertThat(both.isMissing()).isTrue();
        assertThat(both.missing()).containsExactly(new NodeId(3));
        assertThat(both.barred()).containsOnlyKeys(new NodeId(2));

        CommitProof proven =
                new CommitProof(both.inForce(), List.of(candidate(2, 10), candidate(3, 10), candidate(4, 99)));
        assertThat(proven.isMissing()).isFalse();
        assertThat(proven.barred()).containsOnlyKeys(new NodeId(3), new NodeId(4));
    }

    @Test
    void whereNothingWasAcknowledgedByStandbysAnybodyMayBeChosen() {
        CommitProof none = new CommitProof(List.of(), List.of(candidate(2, 10), candidate(3, 99)));
        assertThat(none.isMissing()).isFalse();
        assertThat(none.barred()).isEmpty();
    }

    @Test
    void theOldPrimaryHasEverything() {
        World world = commitsWaitFor(1);
        world.get(3).silent = true;
        world.get(1).crash();
        world.run(Duration.ofSeconds(5));
        world.get(1).startAsStandby();
        assertThat(world.runUntil(() -> world.isSteady(1), LONG)).isTrue();
    }

    @Test
    void aPersonIsToldWhomToBringBackAndTheClusterGoesOnWhenTheyAre() {
        World world = halted();
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
        World world = halted();
        world.get(1).startAsStandby();
        assertThat(world.runUntil(() -> world.isSteady(1), LONG)).isTrue();
    }

    @Test
    void aPersonMayAcceptTheLoss() {
        World world = halted();
        world.ask(new Request.AcceptLoss(null));
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void whatAnEarlierPrimaryAcknowledgedCountsUntilTheNewOneHasHandedItOn() {
        World world = commitsWaitFor(1);
        world.get(2).lsn += 100;
        world.get(2).promotes = false;
        world.get(1).crash();
        assertThat(world.runUntil(
                        () -> world.phase() instanceof Phase.Promoting
                                && world.view().isPrimary(new NodeId(2)),
                        LONG))
                .isTrue();
        world.get(2).state = ServerState.STOPPED;
        world.get(2).silent = true;
        world.run(Duration.ofSeconds(60));
        assertThat(world.view().isPrimary(new NodeId(3))).isFalse();
    }

    @Test
    void whatWasConfirmedCountsWhileTheSamePrimaryIsPromotedAgain() {
        World world = commitsWaitFor(1);
        world.get(3).silent = true;
        world.get(1).promotes = false;
        world.get(1).crash();
        world.run(Duration.ofSeconds(5));
        world.get(1).startAsStandby();
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Promoting, LONG))
                .isTrue();
        world.run(Duration.ofSeconds(1));
        world.get(1).silent = true;
        world.run(Duration.ofSeconds(60));
        assertThat(world.view().isPrimary(new NodeId(2))).isFalse();
        world.get(3).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void whatWasConfirmedCountsWhileTheNewPrimaryHasNobodyToConfirmIt() {
        World world = deposed();
        world.get(3).upstream = new NodeId(2);
        assertThat(world.runUntil(() -> isElectable(world, 3), LONG)).isTrue();
        world.get(2).crash();
        world.run(LONG);
        assertThat(world.last(EventKind.FAILOVER_REFUSED).outcome().data())
                .containsEntry("reason", Reason.SYNCHRONOUS_QUORUM_MISSING.name());
        world.get(2).startAsStandby();
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
    }

    @Test
    void whatWasConfirmedIsProtectedByTheNextSetOnceThatIsInForce() {
        World world = deposed();
        world.get(3).upstream = new NodeId(2);
        assertThat(world.runUntil(() -> world.view().policy().commitsWaitFor().equals(Optional.of(any(1, 3))), LONG))
                .isTrue();
        world.run(Duration.ofSeconds(1));
        world.get(2).crash();
        assertThat(world.runUntil(() -> world.isSteady(3), LONG)).isTrue();
    }

    /// Node 2 alone confirmed, and is primary now, with nobody to wait for; node 3 is back and does not stream yet.
    private static World deposed() {
        World world = commitsWaitFor(1);
        world.get(3).silent = true;
        world.run(LONG);
        assertThat(world.view().policy().commitsWaitFor()).contains(any(1, 2));
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(2), LONG)).isTrue();
        assertThat(world.view().policy().commitsWaitFor()).contains(any(0));
        world.get(1).silent = true;
        world.get(3).silent = false;
        return world;
    }

    private static boolean isElectable(World world, int node) {
        return world.view()
                .member(new NodeId(node))
                .filter(ClusterView.Member::electable)
                .isPresent();
    }

    private static World halted() {
        World world = commitsWaitFor(1);
        world.get(3).silent = true;
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Halted, Duration.ofSeconds(60)))
                .isTrue();
        return world;
    }

    /// For so many of nodes 2 and 3.
    private static World commitsWaitFor(int required) {
        World world = SynchronousSetTest.world(3, SynchronousRules.Mode.ON, required);
        assertThat(world.view().policy().commitsWaitFor()).contains(any(required, 2, 3));
        return world;
    }

    private static ClusterPolicy.Synchronous any(int required, Integer... standbys) {
        return new ClusterPolicy.Synchronous(
                required, Arrays.stream(standbys).map(NodeId::new).toList());
    }

    private static Candidate candidate(int node, long end) {
        ScriptedAgent agent = new ScriptedAgent(new ClusterId("orders"), node);
        return new Candidate(
                agent.node, agent.profile, new FreezeAnswer.Position(new Timeline(1), new Lsn(end), new Lsn(end)));
    }
}

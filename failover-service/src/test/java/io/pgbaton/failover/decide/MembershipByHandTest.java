package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.ServiceAction;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What operators order about single members, in a cluster of three whose primary is n1.
class MembershipByHandTest {

    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);
    private static final NodeId N3 = new NodeId(3);

    private final World world = World.ofNodes(3);

    private void ask(Request.Wish wish) {
        world.ask(wish);
        world.run(Duration.ofSeconds(2));
    }

    private String refusal() {
        return world.last(EventKind.REQUEST_REFUSED).outcome().details();
    }

    private ClusterView.Member member(NodeId node) {
        return world.view().member(node).orElseThrow();
    }

    @Test
    void whoIsTakenOutIsNoMemberHoweverLongItsAgentSpeaks() {
        ask(new Request.UnregisterNode(N2, false));
        world.run(Duration.ofSeconds(30));

        assertThat(world.view().member(N2)).isEmpty();
        assertThat(world.told(EventKind.STANDBY_UNREGISTER)).isEqualTo(1);
        assertThat(world.logged(Decision.ViewChanged.class))
                .filteredOn(change -> change.view().member(N2).isPresent())
                .last()
                .satisfies(change -> assertThat(
                                change.view().member(N2).orElseThrow().electable())
                        .isFalse());
    }

    @Test
    void itJoinsAgainWhenItIsRegistered() {
        ask(new Request.UnregisterNode(N2, false));
        ask(new Request.RegisterNode(N2));
        world.run(Duration.ofSeconds(20));

        assertThat(member(N2).electable()).isTrue();
        ask(new Request.RegisterNode(N2));
        world.run(Duration.ofSeconds(2));
        assertThat(refusal()).contains("n2 is a member of the cluster already");
    }

    @Test
    void thePrimaryIsNotTakenOutAndNeitherIsAStranger() {
        ask(new Request.UnregisterNode(N1, true));
        assertThat(refusal()).contains("n1 is the primary: make another node primary first");
        ask(new Request.UnregisterNode(new NodeId(9), false));
        assertThat(refusal()).contains("node 9 is not a member");
    }

    @Test
    void whoFeedsAnotherOneIsTakenOutByForceOnlyAndThatOneGoesToThePrimary() {
        world.run(Duration.ofSeconds(40));
        ask(new Request.FollowUpstream(N3, N2));
        assertThat(member(N3).upstream()).isEqualTo(N2);
        assertThat(member(N3).electable()).isFalse();

        ask(new Request.UnregisterNode(N2, false));
        assertThat(refusal()).contains("n3 streams from n2");
        ask(new Request.UnregisterNode(N2, true));
        world.run(Duration.ofSeconds(10));
        assertThat(world.view().member(N2)).isEmpty();
        assertThat(member(N3).upstream()).isEqualTo(N1);
    }

    @Test
    void anUpstreamNamedByAnOperatorHoldsUntilAnotherOneIsNamed() {
        world.run(Duration.ofSeconds(40));
        ask(new Request.FollowUpstream(N3, N2));
        world.run(Duration.ofMinutes(2));
        assertThat(world.get(3).upstream).isEqualTo(N2);

        ask(new Request.FollowUpstream(N3, null));
        world.run(Duration.ofSeconds(10));
        assertThat(world.get(3).upstream).isEqualTo(N1);
        assertThat(member(N3).electable()).isTrue();
    }

    @Test
    void nobodyFollowsItselfThePrimaryFollowsNobodyAndNoCircleIsClosed() {
        ask(new Request.FollowUpstream(N2, N2));
        assertThat(refusal()).contains("node 2 is not another server of this cluster");
        ask(new Request.FollowUpstream(N1, N2));
        assertThat(refusal()).contains("n1 is the primary: it follows nobody");
        world.run(Duration.ofSeconds(40));
        ask(new Request.FollowUpstream(N3, N2));
        ask(new Request.FollowUpstream(N2, N3));
        assertThat(refusal()).contains("n3 streams from n2: they would feed each other");
    }

    @Test
    void whoStreamsNeedNotRejoin() {
        ask(new Request.RejoinNode(N3));

        assertThat(refusal()).contains("n3 is a standby already and streams");
    }

    @Test
    void whatIsStoppedRestsUntilItIsStarted() {
        ask(new Request.ServeNode(N3, ServiceAction.STOP));
        world.run(Duration.ofSeconds(30));
        assertThat(world.get(3).state).isEqualTo(ServerState.STOPPED);
        assertThat(member(N3).electable()).isFalse();
        assertThat(world.logged(Decision.Rejoin.class))
                .noneMatch(rejoin -> rejoin.node().equals(N3));

        ask(new Request.ServeNode(N3, ServiceAction.START));
        world.run(Duration.ofSeconds(20));
        assertThat(world.get(3).state).isEqualTo(ServerState.RUNNING);
        assertThat(member(N3).electable()).isTrue();
    }

    @Test
    void whatIsStoppedStaysSoThroughAFailoverAndARejoin() {
        ask(new Request.ServeNode(N3, ServiceAction.STOP));
        world.run(Duration.ofSeconds(10));
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(10)))
                .isTrue();
        world.run(Duration.ofSeconds(20));
        assertThat(world.get(3).state).isEqualTo(ServerState.STOPPED);

        ask(new Request.RejoinNode(N3));
        assertThat(refusal()).contains("n3 was stopped by an operator: start it");
    }

    @Test
    void whatWasStoppedCanBeStartedWhileNobodyIsPrimary() {
        ask(new Request.ServeNode(N2, ServiceAction.STOP));
        ask(new Request.ServeNode(N3, ServiceAction.STOP));
        world.run(Duration.ofSeconds(10));
        world.get(1).stubborn = true;
        world.get(1).crash();
        world.run(Duration.ofSeconds(5));
        assertThat(world.isSteady(1)).isFalse();

        ask(new Request.ServeNode(N3, ServiceAction.RESTART));
        ask(new Request.ServeNode(N3, ServiceAction.START));
        assertThat(world.get(3).state).isEqualTo(ServerState.RUNNING);
    }

    @Test
    void whoCommitsHaveToWaitForIsNeitherStoppedNorTakenOut() {
        World strict = SynchronousSetTest.world(3, SynchronousRules.Mode.STRICT, 2);
        assertThat(strict.runUntil(
                        () -> strict.view()
                                .policy()
                                .commitsWaitFor()
                                .filter(set -> set.required() == 2)
                                .isPresent(),
                        Duration.ofSeconds(30)))
                .isTrue();
        strict.ask(new Request.ServeNode(N3, ServiceAction.STOP));
        strict.run(Duration.ofSeconds(2));
        assertThat(strict.last(EventKind.REQUEST_REFUSED).outcome().details())
                .contains("commits have to wait for n3, and nobody can take its place: they would hang");
        strict.ask(new Request.UnregisterNode(N3, true));
        strict.run(Duration.ofSeconds(2));
        assertThat(strict.last(EventKind.REQUEST_REFUSED).outcome().details())
                .contains("commits have to wait for n3, and nobody can take its place: let");
        assertThat(strict.get(3).state).isEqualTo(ServerState.RUNNING);
    }

    @Test
    void thePrimaryIsReloadedAndNeitherStoppedNorRestarted() {
        ask(new Request.ServeNode(N1, ServiceAction.RELOAD));
        assertThat(world.logged(Decision.Serve.class))
                .singleElement()
                .satisfies(serve -> assertThat(serve.node()).isEqualTo(N1));
        ask(new Request.ServeNode(N1, ServiceAction.RESTART));
        assertThat(refusal()).contains("n1 is the primary: make another node primary first");
        ask(new Request.ServeNode(N1, ServiceAction.STOP));
        assertThat(refusal()).contains("pgbaton standby switchover, and stop it then");
        ask(new Request.ServeNode(N2, ServiceAction.START));
        assertThat(refusal()).contains("n2 runs already");
    }

    @Test
    void aStandbyIsPromotedByHandOnlyWhenThePrimaryIsLostAndNothingElseHappens() {
        ask(new Request.PromoteStandby(N2));
        assertThat(refusal()).contains("primary n1 is not lost");
        ask(new Request.Pause("maintenance", null));
        world.get(1).crash();
        world.get(1).stubborn = true;
        world.run(Duration.ofSeconds(5));
        assertThat(world.isSteady(2)).isFalse();

        world.ask(new Request.PromoteStandby(N3));
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(10)))
                .isTrue();
    }
}

package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailoverTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(60);

    private final World world = World.ofNodes(3);

    private void crashPrimary() {
        world.get(1).crash();
        world.read(world.get(1).beat());
    }

    @Test
    void aReleaseIsFollowedByAPromotionAtOnce() {
        crashPrimary();
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofMillis(200)))
                .isTrue();
        assertThat(world.view().term().value()).isEqualTo(2);
        assertThat(world.told(EventKind.FAILOVER_STARTED)).isEqualTo(1);
        assertThat(world.last(EventKind.FAILOVER_PROMOTE).outcome().data())
                .containsKeys("detected_ms", "frozen_ms", "decided_ms", "promoted_ms", "candidates", "lsn_gap_bytes");
    }

    @Test
    void theChosenOneIsOfferedTheTailOfTheOldPrimary() {
        crashPrimary();
        world.run(SOON);
        Decision.Tail tail = world.logged(Decision.Promote.class).getLast().tail();
        assertThat(tail).isEqualTo(new Decision.Tail(new NodeId(1), "http://127.0.0.1:8001", 2000, false));
    }

    @Test
    void theOthersFollowAndTheOldPrimaryRejoins() {
        crashPrimary();
        world.run(SOON);
        assertThat(world.get(3).upstream).isEqualTo(new NodeId(2));
        assertThat(world.get(1).upstream).isEqualTo(new NodeId(2));
        assertThat(world.logged(Decision.Rejoin.class))
                .extracting(Decision.Rejoin::node)
                .containsExactly(new NodeId(1));
    }

    @Test
    void aServerThatIsDownWithoutAReleaseEndsNoLease() {
        world.get(1).state = ServerState.CRASHED;
        int promotions = world.logged(Decision.Promote.class).size();
        world.run(Duration.ofSeconds(20));
        // the election opens early (rule F1) and goes no further while the lease may be held (rule F6)
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
        assertThat(world.view().primary()).contains(new NodeId(1));
        assertThat(world.logged(Decision.Promote.class)).hasSize(promotions);
        assertThat(world.told(EventKind.FAILOVER_STARTED)).isZero();

        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(2), SOON)).isTrue();
        assertThat(world.told(EventKind.FAILOVER_STARTED)).isEqualTo(1);
    }

    @Test
    void silenceCountsOnlyWhenItLastedAndTheBarrierPassed() {
        world.get(1).silent = true;
        world.markersPass = false;
        world.run(Duration.ofSeconds(10));
        assertThat(world.phase()).isInstanceOf(Phase.Steady.class);

        world.markersPass = true;
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(3)))
                .isTrue();
        assertThat(world.last(EventKind.FAILOVER_STARTED).outcome().data())
                .containsEntry("reason", Reason.PRIMARY_SILENT.name());
    }

    @Test
    void aShorterSilenceIsNone() {
        world.get(1).silent = true;
        world.run(Duration.ofMillis(2400));
        world.get(1).silent = false;
        world.run(Duration.ofSeconds(5));
        assertThat(world.view().term().value()).isEqualTo(1);
        assertThat(world.events).isEmpty();
    }

    @Test
    void aServiceThatWasNotReadingCountsTheLeaseFromWhenItHadCaughtUp() {
        world.get(1).silent = true;
        world.run(Duration.ofMillis(2900));
        world.restartService();
        world.run(Duration.ofMillis(2900));
        assertThat(world.phase()).isInstanceOf(Phase.Steady.class);
        assertThat(world.runUntil(() -> world.isSteady(2), SOON)).isTrue();
    }

    @Test
    void whileStandbysHearThePrimaryThereIsNoFailoverAndItIsToldOnce() {
        world.get(2).hearsPrimary = true;
        world.get(3).hearsPrimary = true;
        world.get(1).silent = true;
        world.run(LATER);
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
        assertThat(world.told(EventKind.PRIMARY_AGENT_UNREACHABLE)).isEqualTo(1);
        assertThat(world.told(EventKind.FAILOVER_STARTED)).isZero();

        world.get(1).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(1), SOON)).isTrue();
        assertThat(world.told(EventKind.FAILOVER_ABORTED)).isEqualTo(1);
        assertThat(world.view().term().value()).isEqualTo(2);
        assertThat(world.get(2).upstream).isEqualTo(new NodeId(1));
    }

    @Test
    void whenTheyHearItNoLongerTheElectionGoesOn() {
        world.get(2).hearsPrimary = true;
        world.get(3).hearsPrimary = true;
        world.get(1).silent = true;
        world.run(Duration.ofSeconds(10));
        world.get(2).hearsPrimary = false;
        world.get(3).hearsPrimary = false;
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(3)))
                .isTrue();
    }

    @Test
    void oneAnswerIsEnoughAfterTheElectionTimeout() {
        world.get(2).silent = true;
        crashPrimary();
        world.run(Duration.ofMillis(400));
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
        assertThat(world.runUntil(() -> world.isSteady(3), SOON)).isTrue();
    }

    @Test
    void nobodyAnsweringIsToldOnceAndTheFirstWhoReturnsIsTaken() {
        world.get(2).silent = true;
        world.get(3).silent = true;
        crashPrimary();
        world.run(LATER);
        assertThat(world.told(EventKind.FAILOVER_REFUSED)).isEqualTo(1);
        assertThat(world.last(EventKind.FAILOVER_REFUSED).outcome().details()).startsWith("not failing over: ");

        world.get(3).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(5)))
                .isTrue();
    }

    @Test
    void theFencedOldPrimaryIsTakenAgainWhenNoStandbyIsLeft() {
        world.get(2).silent = true;
        world.get(3).silent = true;
        crashPrimary();
        world.run(SOON);
        world.get(1).startAsStandby();
        assertThat(world.runUntil(() -> world.isSteady(1), Duration.ofSeconds(5)))
                .isTrue();
        assertThat(world.view().term().value()).isGreaterThan(1);
        assertThat(world.logged(Decision.ViewChanged.class))
                .extracting(Decision.ViewChanged::reason)
                .contains(Reason.OLD_PRIMARY_AGAIN);
    }

    @Test
    void aLoneServerThatCrashedIsPromotedAgain() {
        World alone = World.ofNodes(1);
        alone.get(1).crash();
        alone.run(SOON);
        alone.get(1).startAsStandby();
        assertThat(alone.runUntil(() -> alone.isSteady(1), Duration.ofSeconds(5)))
                .isTrue();
    }

    @Test
    void standbysTooFarBehindHaltTheClusterAndAnOperatorMayAcceptTheLoss() {
        world.get(1).lsn += 5000;
        world.run(SOON);
        world.get(1).silent = true;
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Halted, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(world.told(EventKind.FAILOVER_HALTED)).isEqualTo(1);
        world.run(LATER);
        assertThat(world.phase()).isInstanceOf(Phase.Halted.class);

        world.ask(new Request.Switchover(new NodeId(3)));
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void aHaltedClusterGoesOnWhenItsOldPrimaryIsBack() {
        world.get(1).lsn += 5000;
        world.run(SOON);
        world.get(1).silent = true;
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Halted, Duration.ofSeconds(10)))
                .isTrue();
        world.run(LATER);
        world.get(1).crash();
        world.get(1).startAsStandby();
        world.get(1).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(1), Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void aHaltedClusterKeepsThePrimaryThatWasOnlyUnheard() {
        world.get(1).lsn += 5000;
        world.run(SOON);
        world.get(1).silent = true;
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Halted, Duration.ofSeconds(10)))
                .isTrue();
        world.get(1).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(1), Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void membersWithManualFailoverAreNotPromotedByThemselves() {
        world.get(2).election(100, "default", false);
        world.get(3).election(100, "default", false);
        world.run(SOON);
        world.get(1).silent = true;
        world.run(Duration.ofSeconds(10));
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
        assertThat(world.last(EventKind.FAILOVER_REFUSED).outcome().data())
                .containsEntry("reason", Reason.FAILOVER_MANUAL.name());
    }

    @Test
    void aCandidateThatDiesBeforeItIsPrimaryIsReplacedOnlyAfterItsOwnLease() {
        world.get(2).stubborn = true;
        world.get(2).lsn += 100;
        world.read(FreezeAnswer.promised(
                world.cluster,
                new NodeId(2),
                new Term(2),
                new FreezeAnswer.Position(new Timeline(2), new Lsn(world.get(2).lsn), new Lsn(world.get(2).lsn))));
        crashPrimary();
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Promoting, SOON))
                .isTrue();
        assertThat(world.view().primary()).contains(new NodeId(2));
        world.get(2).silent = true;
        world.run(Duration.ofSeconds(2));
        assertThat(world.logged(Decision.Promote.class).getLast().node()).isEqualTo(new NodeId(2));
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(world.told(EventKind.PROMOTE_ERROR)).isEqualTo(1);
        assertThat(world.view().term().value()).isGreaterThan(2);
    }

    @Test
    void anAnswerOfAnOlderTermIsNoAnswer() {
        world.get(2).silent = true;
        world.get(3).silent = true;
        world.read(FreezeAnswer.promised(
                world.cluster,
                new NodeId(2),
                new Term(1),
                new FreezeAnswer.Position(new Timeline(9), new Lsn(1L << 40), new Lsn(1L << 40))));
        crashPrimary();
        world.run(Duration.ofSeconds(5));
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
    }

    @Test
    void aServiceKilledWhileFreezingCompletesTheElection() {
        world.get(2).silent = true;
        world.get(3).silent = true;
        crashPrimary();
        world.run(SOON);
        world.restartService();
        world.get(2).silent = false;
        world.get(3).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void aServiceKilledWhilePromotingCompletesThePromotion() {
        world.get(2).stubborn = true;
        world.get(3).silent = true;
        world.read(FreezeAnswer.promised(
                world.cluster,
                new NodeId(2),
                new Term(2),
                new FreezeAnswer.Position(new Timeline(2), new Lsn(world.get(2).lsn), new Lsn(world.get(2).lsn))));
        crashPrimary();
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Promoting, SOON))
                .isTrue();
        world.restartService();
        world.get(2).stubborn = false;
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(world.view().term().value()).isEqualTo(2);
    }

    @Test
    void aSwitchoverMovesThePrimaryAndAnswersItsRequest() {
        var id = world.ask(new Request.Switchover(new NodeId(3)));
        assertThat(world.runUntil(() -> world.isSteady(3), SOON)).isTrue();
        assertThat(world.last(EventKind.STANDBY_SWITCHOVER).subject().request()).isEqualTo(id);
        assertThat(world.told(EventKind.FAILOVER_STARTED)).isZero();
        assertThat(world.get(1).upstream).isEqualTo(new NodeId(3));
    }

    @Test
    void aPrimaryThatDoesNotStopInTimeStaysPrimary() {
        world.get(1).stubborn = true;
        var id = world.ask(new Request.Switchover(null));
        assertThat(world.runUntil(() -> world.told(EventKind.REQUEST_FAILED) == 1, Duration.ofSeconds(70)))
                .isTrue();
        assertThat(world.isSteady(1)).isTrue();
        assertThat(world.last(EventKind.REQUEST_FAILED).subject().request()).isEqualTo(id);
    }

    @Test
    void requestsThatCannotBeDoneAreRefusedWithTheReason() {
        world.ask(new Request.Switchover(new NodeId(1)));
        world.ask(new Request.Switchover(new NodeId(9)));
        world.ask(new Request.RegisterPrimary(new NodeId(2)));
        world.ask(new Request.CloneStandby(new NodeId(2)));
        world.ask(new Request.RejoinNode(new NodeId(1)));
        world.ask(new Request.Switchover(null), world.now().minusSeconds(120));
        world.run(SOON);
        assertThat(world.told(EventKind.REQUEST_REFUSED)).isEqualTo(6);
        assertThat(world.told(EventKind.REQUEST_ACCEPTED)).isZero();
    }

    @Test
    void anEmptyNodeIsClonedAndJoins() {
        ScriptedAgent empty = world.agent(4);
        empty.state = ServerState.NO_DATA;
        world.run(SOON);
        world.ask(new Request.CloneStandby(new NodeId(4)));
        world.run(Duration.ofSeconds(3));
        assertThat(world.view().member(new NodeId(4)).orElseThrow().electable()).isTrue();
    }

    @Test
    void anEmptyNodeIsClonedFromTheStandbyItIsToStreamFrom() {
        ScriptedAgent empty = world.agent(4);
        empty.state = ServerState.NO_DATA;
        CloneOptions how = new CloneOptions(true, true, null);
        world.run(SOON);
        world.ask(new Request.CloneStandby(new NodeId(4), new NodeId(2), how));
        world.run(Duration.ofSeconds(3));
        Decision.Clone ordered = world.logged(Decision.Clone.class).getLast();
        assertThat(ordered.upstream()).isEqualTo(new NodeId(2));
        assertThat(ordered.options()).isEqualTo(how);
        // who has only just come up feeds nobody yet
        world.run(Duration.ofSeconds(40));
        assertThat(world.view().member(new NodeId(4)).orElseThrow().upstream()).isEqualTo(new NodeId(2));
    }

    @Test
    void nobodyIsClonedFromItselfOrFromNoServer() {
        world.agent(4).state = ServerState.NO_DATA;
        world.run(SOON);
        world.ask(new Request.CloneStandby(new NodeId(4), new NodeId(4), null));
        assertThat(refusal()).contains("node 4 is not another server of this cluster");
        world.ask(new Request.CloneStandby(new NodeId(4), new NodeId(9), null));
        assertThat(refusal()).contains("node 9 is not another server of this cluster");
        assertThat(world.logged(Decision.Clone.class)).isEmpty();
    }

    /// "Empty it first" would be the worst of advice.
    @Test
    void aNodeThatIsBeingFilledIsNotClonedAnew() {
        world.agent(4).state = ServerState.REBUILDING;
        world.run(SOON);
        world.ask(new Request.CloneStandby(new NodeId(4), null, null));
        assertThat(refusal()).contains("is being rebuilt: let it end");
        assertThat(world.logged(Decision.Clone.class)).isEmpty();
    }

    private String refusal() {
        world.run(SOON);
        return world.last(EventKind.REQUEST_REFUSED).outcome().details();
    }
}

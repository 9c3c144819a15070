package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadyTest {

    private final World world = World.ofNodes(3);

    @Test
    void aRegisteredClusterHasAPrimaryAndElectableStandbys() {
        assertThat(world.isSteady(1)).isTrue();
        assertThat(world.view().term().value()).isEqualTo(1);
        assertThat(world.view().members()).allMatch(ClusterView.Member::electable);
        assertThat(world.view().member(new NodeId(2)).orElseThrow().upstream()).isEqualTo(new NodeId(1));
    }

    @Test
    void nothingIsWrittenWhileNothingHappens() {
        int before = world.log.size();
        world.run(Duration.ofMinutes(5));
        assertThat(world.log).hasSize(before);
        assertThat(world.events).isEmpty();
    }

    @Test
    void theViewInForceIsWrittenAgainAndChangesNothing() {
        ClusterView before = world.view();
        int written = world.log.size();
        world.run(Duration.ofMinutes(125));
        assertThat(world.log).hasSize(written + 1);
        assertThat(world.logged(Decision.ViewChanged.class).getLast().view()).isEqualTo(before);
        assertThat(world.view()).isEqualTo(before);

        world.restartService();
        assertThat(world.view()).isEqualTo(before);
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(2)))
                .isTrue();
    }

    @Test
    void aReceiverThatFlapsMakesNoNewViews() {
        long before = world.view().version();
        for (int i = 0; i < 20; i++) {
            world.get(2).upstream = i % 2 == 0 ? null : new NodeId(1);
            world.run(Duration.ofSeconds(1));
        }
        assertThat(world.view().version()).isEqualTo(before);
    }

    @Test
    void aStandbyThatIsGoneForLongIsToldAndNotElectableUntilItIsBack() {
        world.get(2).silent = true;
        world.run(Duration.ofSeconds(10));
        assertThat(world.told(EventKind.STANDBY_FAILURE)).isEqualTo(1);
        assertThat(world.view().member(new NodeId(2)).orElseThrow().electable()).isFalse();

        world.get(2).silent = false;
        world.run(Duration.ofSeconds(3));
        assertThat(world.told(EventKind.STANDBY_RECOVERY)).isEqualTo(1);
        assertThat(world.view().member(new NodeId(2)).orElseThrow().electable()).isTrue();
    }

    @Test
    void aDetachedStandbyIsToldToFollowAgainAndAgainButNotAtHeartbeatRate() {
        world.get(2).stubborn = true;
        world.get(2).upstream = null;
        long before = world.logged(Decision.Follow.class).size();
        world.run(Duration.ofSeconds(20));
        assertThat(world.logged(Decision.Follow.class).size() - before).isBetween(2L, 5L);
    }

    @Test
    void aStoppedStandbyIsToldToRejoin() {
        world.get(3).state = ServerState.STOPPED;
        world.run(Duration.ofSeconds(6));
        assertThat(world.get(3).upstream).isEqualTo(new NodeId(1));
        assertThat(world.logged(Decision.Rejoin.class)).hasSize(1);
    }

    @Test
    void aSecondWritableNodeIsToldToRejoin() {
        world.get(3).role = Role.PRIMARY;
        world.get(3).stubborn = true;
        world.run(Duration.ofSeconds(6));
        assertThat(world.logged(Decision.Rejoin.class)).isNotEmpty();
        assertThat(world.isSteady(1)).isTrue();
    }

    @Test
    void aNewcomerJoinsAndBecomesElectable() {
        ScriptedAgent newcomer = world.agent(4);
        newcomer.upstream = new NodeId(1);
        world.run(Duration.ofSeconds(3));
        assertThat(world.told(EventKind.STANDBY_REGISTER)).isEqualTo(1);
        assertThat(world.view().member(new NodeId(4)).orElseThrow().electable()).isTrue();
    }

    @Test
    void aNodeOfAnotherSystemIsRefusedOnce() {
        world.agent(4).system = new SystemId("42");
        world.run(Duration.ofSeconds(30));
        assertThat(world.told(EventKind.AGENT_REFUSED)).isEqualTo(1);
        assertThat(world.last(EventKind.AGENT_REFUSED).outcome().data())
                .containsEntry("reason", Reason.SYSTEM_ID_MISMATCH.name());
        assertThat(world.view().member(new NodeId(4))).isEmpty();
    }

    @Test
    void twoAgentsUnderOneNodeIdAreRefusedOnceAndNotElectable() {
        ScriptedAgent twin = new ScriptedAgent(world.cluster, 3);
        twin.boot = "boot-2";
        for (int i = 0; i < 10; i++) {
            world.read(twin.beat());
            world.run(Duration.ofMillis(500));
        }
        assertThat(world.told(EventKind.AGENT_REFUSED)).isEqualTo(1);
        assertThat(world.last(EventKind.AGENT_REFUSED).outcome().data())
                .containsEntry("reason", Reason.DUPLICATE_NODE.name());
        assertThat(world.view().member(new NodeId(3)).orElseThrow().electable()).isFalse();
    }

    @Test
    void aTwinOfThePrimaryCannotReleaseItsLease() {
        ScriptedAgent twin = new ScriptedAgent(world.cluster, 1);
        twin.boot = "boot-2";
        for (int i = 0; i < 6; i++) {
            world.read(twin.beat());
            world.run(Duration.ofMillis(500));
        }
        twin.term = world.view().term();
        twin.crash();
        world.read(twin.beat());
        world.decide();
        assertThat(world.phase()).isInstanceOf(Phase.Steady.class);
    }

    @Test
    void anAgentThatRestartsIsNoDuplicate() {
        world.get(2).boot = "boot-2";
        world.run(Duration.ofSeconds(20));
        assertThat(world.events).isEmpty();
    }

    @Test
    void aNewConfigurationIsANewViewVersion() {
        long before = world.view().version();
        world.get(2).election(50, "elsewhere", true);
        world.run(Duration.ofSeconds(1));
        assertThat(world.view().version()).isEqualTo(before + 1);
        assertThat(world.logged(Decision.ViewChanged.class).getLast().reason()).isEqualTo(Reason.NODE_CHANGED);
    }

    @Test
    void aViewNotBasedOnTheOneInForceChangesNothing() {
        ClusterView forged = new ClusterView(
                world.cluster,
                world.view().version() + 1,
                world.view().reign(),
                new Phase.Halted(Reason.NO_CANDIDATE, ""),
                world.view().members());
        long stale = world.view().version() - 1;
        world.read(new FailoverEvent.DecisionRead(
                new Decision.ViewChanged(forged, stale, Reason.NO_CANDIDATE, "a loser of the log's order")));
        assertThat(world.isSteady(1)).isTrue();
    }

    @Test
    void aBusThatWasAwayIsNoSilence() {
        for (int seconds : new int[] {2, 3, 60, 300}) {
            world.blind = true;
            world.run(Duration.ofSeconds(seconds).plusMillis(50));
            world.blind = false;
            // the worst order: the service is back before the agents are, and its marker passes
            world.agents.values().forEach(agent -> agent.silent = true);
            world.run(Duration.ofMillis(1200));
            world.agents.values().forEach(agent -> agent.silent = false);
            world.run(Duration.ofSeconds(20));
            assertThat(world.isSteady(1)).isTrue();
            assertThat(world.view().term().value()).as("away for %d s", seconds).isEqualTo(1);
        }
        assertThat(world.logged(Decision.Freeze.class)).isEmpty();
    }

    @Test
    void aPrimaryThatDiedWhileTheBusWasAwayIsReplacedAfterAWholeLease() {
        world.blind = true;
        world.run(Duration.ofMillis(60_050));
        world.get(1).silent = true;
        world.blind = false;
        world.run(Duration.ofMillis(2900));
        assertThat(world.phase()).isInstanceOf(Phase.Steady.class);
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(3)))
                .isTrue();
    }

    @Test
    void aPausedServiceFailsNobodyOver() {
        for (int seconds : new int[] {1, 2, 4, 60}) {
            world.pause(Duration.ofSeconds(seconds));
            world.run(Duration.ofSeconds(10));
            assertThat(world.isSteady(1)).isTrue();
            assertThat(world.view().term().value())
                    .as("paused for %d s", seconds)
                    .isEqualTo(1);
        }
    }

    @Test
    void aHeartbeatOfTheLeftBootThatArrivesLateIsNoTwin() {
        Heartbeat late = world.get(1).beat();
        world.get(1).boot = "boot-2";
        world.get(1).crash();
        world.read(world.get(1).beat());
        world.read(late);
        world.read(world.get(1).beat());
        world.decide();
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
        assertThat(world.told(EventKind.AGENT_REFUSED)).isZero();
    }

    @Test
    void aHeartbeatOfTheLeftBootDoesNotHideTheRelease() {
        Heartbeat late = world.get(1).beat();
        world.get(1).boot = "boot-2";
        world.get(1).crash();
        world.read(world.get(1).beat());
        world.read(late);
        world.decide();
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
    }
}

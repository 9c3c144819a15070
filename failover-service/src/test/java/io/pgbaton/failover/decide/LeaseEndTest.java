package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Term;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// When the lease of a lost primary is over, and for whom (rules F3, F6, F10, L1c, M1).
class LeaseEndTest {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final World world = World.ofNodes(3);

    private Decision.Claim claimOf(int node) {
        return new Decision.Claim(
                world.cluster, world.view().version(), world.view().term(), new NodeId(node), "again");
    }

    @Test
    void aClaimThatIsReadStartsTheSilenceAnew() {
        world.get(1).silent = true;
        world.run(Duration.ofMillis(2400));
        world.append(claimOf(1));
        world.run(Duration.ofMillis(2900));
        assertThat(world.phase()).isInstanceOf(Phase.Steady.class);
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(2)))
                .isTrue();
    }

    @Test
    void aClaimOfAnotherNodeSaysNothingOfThePrimary() {
        world.get(1).silent = true;
        world.run(Duration.ofMillis(2400));
        world.append(claimOf(2));
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(2)))
                .isTrue();
    }

    @Test
    void aClaimVoidsAProvenSilence() {
        world.get(2).hearsPrimary = true;
        world.get(3).hearsPrimary = true;
        world.get(1).silent = true;
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Freezing, Duration.ofSeconds(5)))
                .isTrue();
        world.append(claimOf(1));
        world.get(2).hearsPrimary = false;
        world.get(3).hearsPrimary = false;
        world.run(Duration.ofMillis(2900));
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(3)))
                .isTrue();
    }

    @Test
    void aCandidateThatNeverClaimedNeedsNoWait() {
        world.get(2).promotes = false;
        world.get(2).lsn += 100;
        world.get(1).crash();
        world.read(world.get(1).beat());
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Promoting, SOON))
                .isTrue();
        assertThat(world.view().primary()).contains(new NodeId(2));
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Freezing, Duration.ofSeconds(31)))
                .isTrue();
        world.get(2).silent = true;
        assertThat(world.runUntil(() -> world.isSteady(3), SOON)).isTrue();
    }

    @Test
    void aCandidateThatClaimedIsWaitedFor() {
        world.get(2).promotes = false;
        world.get(2).lsn += 100;
        world.get(1).crash();
        world.read(world.get(1).beat());
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Promoting, SOON))
                .isTrue();
        world.append(claimOf(2));
        world.get(2).silent = true;
        world.run(Duration.ofMillis(2900));
        assertThat(world.view().primary()).contains(new NodeId(2));
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(3)))
                .isTrue();
    }

    @Test
    void oneStandbyThatLostThePrimaryIsEnough() {
        world.get(2).hearsPrimary = true;
        world.get(1).silent = true;
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(5)))
                .isTrue();
        assertThat(world.told(EventKind.PRIMARY_AGENT_UNREACHABLE)).isZero();
    }

    @Test
    void aNewcomerThePrimaryDoesNotKnowOfIsNoCandidateWhileTheLeaseMayBeHeld() {
        // the primary reads no further, and its peers grant: it goes by a view without node 4
        world.get(1).cut = true;
        world.get(2).hearsPrimary = true;
        world.get(3).hearsPrimary = true;
        ScriptedAgent newcomer = world.agent(4);
        newcomer.upstream = new NodeId(1);
        newcomer.lsn += 900;
        world.run(Duration.ofMillis(2500));
        assertThat(world.view().member(new NodeId(4)).orElseThrow().electable()).isTrue();
        world.run(Duration.ofSeconds(20));
        assertThat(world.get(1).isPrimary()).isTrue();
        assertThat(world.view().primary()).contains(new NodeId(1));

        world.get(1).crash();
        world.get(1).cut = false;
        assertThat(world.runUntil(() -> world.isSteady(4), Duration.ofSeconds(5)))
                .isTrue();
    }

    @Test
    void aPrimaryThatIsBackAndFencedBeforeItReadsItsNewTermClaimsItLikeAnyCandidate() {
        world.get(2).hearsPrimary = true;
        world.get(3).hearsPrimary = true;
        world.get(1).silent = true;
        world.run(Duration.ofSeconds(10));
        assertThat(world.phase()).isInstanceOf(Phase.Freezing.class);
        world.read(world.get(1).beat());
        world.get(1).cut = true;
        world.decide();
        assertThat(world.phase()).isInstanceOf(Phase.Promoting.class);
        world.get(1).crash();
        world.get(1).startAsStandby();
        assertThat(world.get(1).fenced).isEqualTo(new Term(1));
        world.get(1).cut = false;
        world.get(1).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(1), Duration.ofSeconds(8)))
                .isTrue();
        assertThat(world.view().term()).isEqualTo(new Term(2));
    }

    @Test
    void aPrimaryThatGaveItsOlderTermUpAndNeverClaimedTheNewOneNeedsNoWait() {
        world.get(2).hearsPrimary = true;
        world.get(3).hearsPrimary = true;
        world.get(1).silent = true;
        world.run(Duration.ofSeconds(10));
        world.read(world.get(1).beat());
        world.get(1).cut = true;
        world.decide();
        assertThat(world.phase()).isInstanceOf(Phase.Promoting.class);
        world.get(1).crash();
        world.get(1).startAsStandby();
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Freezing, Duration.ofSeconds(10)))
                .isTrue();
        world.get(2).hearsPrimary = false;
        world.get(3).hearsPrimary = false;
        world.get(1).cut = false;
        world.get(1).silent = false;
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Steady, Duration.ofSeconds(5)))
                .as("it speaks, gives nothing back, and has nothing that it could give back")
                .isTrue();
    }
}

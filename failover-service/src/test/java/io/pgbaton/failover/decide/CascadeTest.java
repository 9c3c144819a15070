package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Node 3 is to stream from node 2, which streams from the primary, node 1.
class CascadeTest {

    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);
    private static final NodeId N3 = new NodeId(3);

    private final World world = cascade();

    private static World cascade() {
        World world = World.ofNodes(4);
        behind(world.get(3), N2);
        settle(world);
        return world;
    }

    private static void behind(ScriptedAgent agent, NodeId upstream) {
        NodeProfile profile = agent.profile;
        agent.profile = new NodeProfile(
                profile.name(), profile.kind(), profile.election(), profile.address(), profile.software(), upstream);
    }

    /// Long enough for a standby that came back to count, and for the agents to be told.
    private static void settle(World world) {
        world.run(Duration.ofSeconds(45));
    }

    private ClusterView.Member third() {
        return world.view().member(N3).orElseThrow();
    }

    @Test
    void aStandbyStreamsFromTheUpstreamItsConfigurationNames() {
        assertThat(third().upstream()).isEqualTo(N2);
        assertThat(world.get(3).upstream).isEqualTo(N2);
        assertThat(world.logged(Decision.ViewChanged.class))
                .anyMatch(change -> change.explanation().contains("n3 streams from n2"));
    }

    @Test
    void itIsNoCandidateWhileAnotherStandbyFeedsIt() {
        assertThat(third().electable()).isFalse();
        world.get(3).lsn += 16;
        world.get(1).crash();

        assertThat(world.runUntil(() -> world.isSteady(2) || world.isSteady(4), Duration.ofSeconds(5)))
                .isTrue();
    }

    @Test
    void itGoesToThePrimaryWhenItsUpstreamDiesAndBackWhenThatIsBackForGood() {
        world.get(2).stubborn = true;
        world.get(2).state = ServerState.CRASHED;
        world.run(Duration.ofSeconds(15));

        assertThat(third().upstream()).isEqualTo(N1);
        assertThat(world.get(3).upstream).isEqualTo(N1);
        assertThat(third().electable()).isTrue();

        world.get(2).stubborn = false;
        world.get(2).startAsStandby();
        world.get(2).upstream = N1;
        world.run(Duration.ofSeconds(10));
        assertThat(third().upstream()).isEqualTo(N1);
        settle(world);
        assertThat(third().upstream()).isEqualTo(N2);
        assertThat(third().electable()).isFalse();
    }

    @Test
    void afterAFailoverToItsUpstreamItStreamsFromThatAsThePrimary() {
        world.get(4).election(0, "default", true);
        world.run(Duration.ofSeconds(2));
        world.get(1).crash();

        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(5)))
                .isTrue();
        settle(world);
        assertThat(third().upstream()).isEqualTo(N2);
        assertThat(third().electable()).isTrue();
    }

    @Test
    void standbysThatNameEachOtherBothStreamFromThePrimary() {
        behind(world.get(2), N3);
        settle(world);

        assertThat(world.view().member(N2).orElseThrow().upstream()).isEqualTo(N1);
        assertThat(third().upstream()).isEqualTo(N2);
    }

    @Test
    void nothingIsWrittenWhileACascadeIsWell() {
        int before = world.log.size();
        world.run(Duration.ofMinutes(5));

        assertThat(world.log).hasSize(before);
        assertThat(world.logged(Decision.ViewChanged.class).getLast().reason()).isEqualTo(Reason.UPSTREAM_CHANGED);
    }
}

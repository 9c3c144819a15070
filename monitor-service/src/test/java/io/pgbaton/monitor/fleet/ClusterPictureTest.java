package io.pgbaton.monitor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Copying;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.monitor.said.Node;
import io.pgbaton.monitor.said.Views;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClusterPictureTest {

    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    private static final Node N1 = Node.of("orders", 1);
    private static final Node N2 = Node.of("orders", 2);

    private final ClusterPicture steady =
            ClusterPicture.unknown(new ClusterId("orders")).with(Views.steady("orders", 1, 2));

    private final ClusterPicture running =
            steady.with(N1.primary(1, 5_000), NOW).with(N2.standby(1, 1, 4_500, 4_000), NOW);

    @Test
    void aHealthyClusterReadsAsInRepmgr() {
        ClusterNow now = running.at(NOW);

        assertThat(StatusText.of(now, N1.id())).isEqualTo("* running");
        assertThat(StatusText.of(now, N2.id())).isEqualTo("  running");
    }

    @Test
    void lagIsCountedFromThePrimarysLatestPosition() {
        ClusterPicture later = running.with(N1.primary(2, 9_000), NOW);

        assertThat(later.at(NOW).lagBytes(N2.id())).hasValue(5_000);
        assertThat(later.at(NOW).lagBytes(N1.id())).isEmpty();
    }

    @Test
    void lagIsTheStandbysOwnUntilThePrimaryHasSpoken() {
        ClusterPicture alone = steady.with(N2.standby(1, 1, 4_500, 4_000), NOW);

        assertThat(alone.at(NOW).lagBytes(N2.id())).hasValue(500);
    }

    @Test
    void aNodeNotHeardForThreeSecondsIsUnreachable() {
        assertThat(StatusText.of(running.at(NOW.plusMillis(3_000)), N2.id())).isEqualTo("  running");
        assertThat(StatusText.of(running.at(NOW.plusMillis(3_001)), N2.id())).isEqualTo("? unreachable");
    }

    @Test
    void aServerThatIsDownHasFailedAndAHungOneRunsInDoubt() {
        ClusterPicture crashed = running.with(N2.without(2, ServerState.CRASHED), NOW);
        ClusterPicture hung = running.with(N2.without(2, ServerState.HUNG), NOW);

        assertThat(StatusText.of(crashed.at(NOW), N2.id())).isEqualTo("- failed");
        assertThat(StatusText.of(hung.at(NOW), N2.id())).isEqualTo("? running");
    }

    @Test
    void aCloneSaysHowFarItIs() {
        Heartbeat rebuilding = N2.without(2, ServerState.REBUILDING);
        Heartbeat cloning = new Heartbeat(
                rebuilding.cluster(),
                rebuilding.node(),
                rebuilding.beat(),
                rebuilding.standing(),
                new Heartbeat.Server(ServerState.REBUILDING, null, null, null, null, new Copying(43, 100, 1)));

        assertThat(StatusText.of(running.with(rebuilding, NOW).at(NOW), N2.id()))
                .isEqualTo("! rebuilding");
        assertThat(StatusText.of(running.with(cloning, NOW).at(NOW), N2.id())).isEqualTo("! cloning, 43 %");
    }

    @Test
    void anotherRoleThanTheRegisteredOneIsMarked() {
        ClusterPicture swapped = running.with(N2.primary(2, 6_000), NOW).with(N1.standby(2, 2, 6_000, 6_000), NOW);

        assertThat(StatusText.of(swapped.at(NOW), N2.id())).isEqualTo("! running as primary");
        assertThat(StatusText.of(swapped.at(NOW), N1.id())).isEqualTo("! running as standby");
        assertThat(swapped.at(NOW).writers()).containsExactly(N2.id());
    }

    @Test
    void aRunningNodeNobodyRegisteredIsMarked() {
        Node stranger = Node.of("orders", 9);
        ClusterNow now = running.with(stranger.standby(1, 1, 1, 1), NOW).at(NOW);

        assertThat(StatusText.of(now, stranger.id())).isEqualTo("! running");
        assertThat(now.name(new NodeId(9))).isEqualTo("node 9");
    }

    @Test
    void aHeartbeatReadTwiceDoesNotMakeTheNodeYounger() {
        ClusterPicture again = running.with(N2.standby(1, 1, 1, 1), NOW.plusSeconds(60));

        assertThat(again.at(NOW.plusSeconds(60)).isFresh(N2.id())).isFalse();
    }

    @Test
    void aRestartedAgentBeginsAnewWithItsNumbers() {
        Node restarted = new Node(N2.cluster(), N2.id(), "boot-2");

        ClusterPicture back = running.with(N2.standby(50, 1, 1, 1), NOW).with(restarted.standby(1, 1, 7, 7), NOW);

        assertThat(back.at(NOW).node(N2.id()).position().orElseThrow().bytes()).isEqualTo(7);
    }

    @Test
    void anOlderViewDoesNotReplaceANewerOne() {
        ClusterPicture newer = steady.with(Views.of("orders", 2, 2, new Phase.Steady()));

        assertThat(newer.view().primary()).contains(N2.id());
        assertThat(newer.with(io.pgbaton.contracts.ClusterView.empty(new ClusterId("orders")))
                        .view())
                .isEqualTo(newer.view());
    }

    @Test
    void eventsAreKeptNewestFirstEachOnceAndNotForEver() {
        ClusterPicture told = steady;
        for (int i = 0; i < 80; i++) {
            told = told.with(
                    Views.event("orders", "e" + i, EventKind.SERVER_UP, "up", NOW.plus(Duration.ofSeconds(i))));
        }
        told = told.with(Views.event("orders", "e79", EventKind.SERVER_UP, "up", NOW.plusSeconds(79)));

        assertThat(told.recent()).hasSize(ClusterPicture.RECENT_EVENTS);
        assertThat(told.recent().getFirst().id()).isEqualTo("e79");
        assertThat(told.recent()).doesNotHaveDuplicates();
    }

    @Test
    void theLagTrailIsBounded() {
        ClusterPicture trailing = running;
        for (int i = 0; i < 100; i++) {
            trailing = trailing.withLag(i);
        }

        assertThat(trailing.trail().bytes().toArray()).hasSize(LagTrail.LENGTH).endsWith(98, 99);
    }
}

package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rules F5, M2: only who was primary last has everything without streaming from anybody.
class FormerPrimaryTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final NodeId N1 = new NodeId(1);
    private static final NodeId N2 = new NodeId(2);

    private final World world = World.ofNodes(3);

    @Test
    void aFormerPrimaryThatHasNotComeBackLacksWhatItsSuccessorWrote() {
        world.get(1).crash();
        world.read(world.get(1).beat());
        world.get(1).startAsStandby();
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Promoting, SOON))
                .isTrue();
        assertThat(world.get(1).promised).isEqualTo(world.view().term());
        world.get(1).stubborn = true;
        assertThat(world.runUntil(() -> world.isSteady(2), SOON)).isTrue();
        assertThat(isElectable(N1)).isFalse();

        world.get(3).silent = true;
        world.get(2).crash();
        world.read(world.get(2).beat());
        world.get(1).stubborn = false;
        world.run(Duration.ofSeconds(10));

        assertThat(world.get(1).promised).isEqualTo(new Term(3));
        assertThat(world.logged(Decision.Promote.class))
                .extracting(Decision.Promote::node)
                .containsExactly(N1, N2);
        world.get(2).startAsStandby();
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(10)))
                .isTrue();
    }

    @Test
    void aFormerPrimaryThatHasNotComeBackIsNotWelcomeWhileAnotherIsPromoted() {
        world.get(1).crash();
        world.read(world.get(1).beat());
        world.get(1).startAsStandby();
        world.get(1).stubborn = true;
        assertThat(world.runUntil(() -> world.isSteady(2), SOON)).isTrue();
        world.get(3).silent = true;
        world.get(2).crash();
        world.read(world.get(2).beat());
        world.get(2).promotes = false;
        world.get(2).startAsStandby();
        world.get(1).stubborn = false;
        assertThat(world.runUntil(
                        () -> world.view().term().equals(new Term(3)) && world.phase() instanceof Phase.Promoting,
                        Duration.ofSeconds(10)))
                .isTrue();
        world.get(2).silent = true;
        world.run(Duration.ofSeconds(60));

        assertThat(world.get(1).promised.isAtLeast(new Term(3))).isTrue();
        assertThat(isElectable(N1)).isFalse();
        assertThat(world.logged(Decision.Promote.class).stream().skip(2).map(Decision.Promote::node))
                .containsOnly(N2);
    }

    /// R4: its timeline has the number of the one that the next candidate opens, and is another one.
    @Test
    void aCandidateThatFailedHalfWayIsNotElectableUnderTheNextPrimary() {
        world.get(2).promotes = false;
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.phase() instanceof Phase.Promoting, SOON))
                .isTrue();
        world.get(1).silent = true;
        world.get(2).timeline++;
        world.get(3).promotes = false;
        assertThat(world.runUntil(
                        () -> world.view().isPrimary(new NodeId(3)) && isElectable(N2), Duration.ofSeconds(60)))
                .isTrue();
        world.get(3).promotes = true;
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(60)))
                .isTrue();
        assertThat(world.view().reign().timeline()).isEqualTo(new Timeline(world.get(2).timeline));
        assertThat(isElectable(N2)).isFalse();
    }

    private boolean isElectable(NodeId node) {
        return world.view().member(node).filter(ClusterView.Member::electable).isPresent();
    }

    @Test
    void aStandbyThatSomebodyPromotedByHandIsNotChosenForItsNewerTimeline() {
        long last = Objects.requireNonNull(world.view().reign().timeline()).value();
        world.get(2).timeline = last + 1;
        world.get(2).lsn += 100;
        world.get(1).crash();
        assertThat(world.runUntil(() -> world.isSteady(3), Duration.ofSeconds(10)))
                .isTrue();
        assertThat(world.last(EventKind.DECISION_EXPLAINED).outcome().data().get("explanation"))
                .contains("is on a timeline that no election opened");
    }

    @Test
    void candidatesThatFailDoNotChangeWhoWasPrimaryLast() {
        ClusterView.Reign begun = reign(4, N1, new Timeline(2), null);
        ClusterView.Held first = new ClusterView.Held(N1, new Term(4));
        assertThat(begun.held()).contains(first);
        ClusterView.Reign failed = reign(5, N2, null, begun.held().orElse(null));
        assertThat(failed.held()).contains(first);
        assertThat(reign(6, N2, null, failed.held().orElse(null)).held()).contains(first);
        assertThat(reign(6, N2, new Timeline(3), first).held()).contains(new ClusterView.Held(N2, new Term(6)));
        assertThat(ClusterView.Reign.NONE.held()).isEmpty();
    }

    private static ClusterView.Reign reign(
            long term, NodeId primary, @Nullable Timeline timeline, ClusterView.@Nullable Held before) {
        return new ClusterView.Reign(new Term(term), primary, new SystemId("7"), timeline, List.of(), before);
    }
}

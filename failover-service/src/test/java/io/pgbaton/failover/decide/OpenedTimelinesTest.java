package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the view says of who opened which timeline (rule R4).
class OpenedTimelinesTest {

    private static final Duration LATER = Duration.ofSeconds(20);

    private final World world = World.ofNodes(3);

    private List<ClusterView.Opened> opened() {
        return world.view().reign().opened();
    }

    private void replace(int lost, int next) {
        world.get(lost).crash();
        world.get(lost).silent = true;
        assertThat(world.runUntil(() -> world.isSteady(next), LATER)).isTrue();
    }

    @Test
    void eachPromotionAddsItsTimelineAndTerm() {
        List<ClusterView.Opened> before = opened();
        replace(1, 2);
        assertThat(opened()).startsWith(before.toArray(ClusterView.Opened[]::new));
        assertThat(opened().getLast())
                .isEqualTo(new ClusterView.Opened(
                        new Timeline(world.get(2).timeline), world.view().term()));
        int length = opened().size();
        replace(2, 3);
        assertThat(opened()).hasSize(length + 1);
    }

    @Test
    void aNumberOpenedAgainBelongsToTheLaterTermAlone() {
        long first = world.get(3).timeline;
        replace(1, 2);
        Timeline twice = new Timeline(world.get(2).timeline);
        Term earlier = world.view().term();
        // as if it had never heard of that timeline
        world.get(3).timeline = first;
        replace(2, 3);
        assertThat(world.get(3).timeline).isEqualTo(twice.value());
        assertThat(opened())
                .contains(new ClusterView.Opened(twice, world.view().term()))
                .doesNotContain(new ClusterView.Opened(twice, earlier));
    }

    @Test
    void aPrimaryThatIsReaffirmedHasOpenedNothing() {
        List<ClusterView.Opened> before = opened();
        Term term = world.view().term();
        world.get(2).hearsPrimary = true;
        world.get(3).hearsPrimary = true;
        world.get(1).silent = true;
        world.run(Duration.ofSeconds(10));
        world.get(1).silent = false;
        assertThat(world.runUntil(() -> world.isSteady(1), LATER)).isTrue();
        assertThat(world.view().term().isAbove(term)).isTrue();
        assertThat(opened()).isEqualTo(before);
    }
}

package io.pgbaton.fleet.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pgbaton.fleet.FleetException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is asked of a scene, and how scenes are named.
class ScenesTest {

    private static final Expectation FAILOVER =
            Expectation.failover(Expectation.Loss.NONE, Duration.ofMillis(700)).backWithin(Duration.ofSeconds(15));

    @Test
    void namesAreUnique() {
        assertThat(Chaos.scenes().stream().map(Scene::name)).doesNotHaveDuplicates();
    }

    /// 24 and 25 are no faults of hosts.
    @Test
    void everyFaultOfHostsHasAScene() {
        List<Integer> wanted = IntStream.rangeClosed(1, 29)
                .filter(number -> number != 24 && number != 25)
                .boxed()
                .toList();

        assertThat(Chaos.scenes().stream().map(Scene::number)).containsAll(wanted);
    }

    @Test
    void aNameThatNoSceneHasIsRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> Chaos.named(List.of("earthquake")))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("earthquake")
                .hasMessageContaining("host-gone");
        assertThat(Chaos.named(List.of("host-gone")).stream().map(Scene::number))
                .containsExactly(2);
        assertThat(Chaos.named(List.of())).hasSameSizeAs(Chaos.scenes());
    }

    @Test
    void whatHoldsIsNeitherBrokenNorLate() {
        Figures figures = new Figures(650, 0, 1000, 0, 1, 9000, 500, "n1, n2");

        assertThat(FAILOVER.broken(figures)).isEmpty();
        assertThat(FAILOVER.late(figures)).isEmpty();
    }

    @Test
    void everyKindOfBrokenPromiseIsNamed() {
        Figures figures = new Figures(650, 3, 1000, 7, 2, 9000, 500, "n1 on timeline 1, n2 on timeline 2");

        assertThat(FAILOVER.broken(figures))
                .satisfiesExactly(
                        conflicts -> assertThat(conflicts).contains("3 writes", "n2 on timeline 2"),
                        handovers -> assertThat(handovers).contains("2 times", "ONE"),
                        lost -> assertThat(lost).contains("7 of 1000"));
        assertThat(Expectation.noFailover(Duration.ZERO).broken(new Figures(0, 0, 1, 0, 0, 0, 500, "")))
                .isEmpty();
    }

    @Test
    void slownessIsLateAndNotBroken() {
        Figures figures = new Figures(701, 0, 1000, 0, 1, 15_001, 500, "");

        assertThat(FAILOVER.broken(figures)).isEmpty();
        assertThat(FAILOVER.late(figures)).hasSize(2);
    }
}

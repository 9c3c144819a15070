package io.pgbaton.fleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TenuresTest {

    @Test
    void oneAfterTheOtherIsNoConflict() {
        Tenures tenures = Tenures.of(List.of(beat("n1", 1, 0), beat("n1", 1, 50), beat("n2", 2, 200)));

        assertThat(tenures.conflicts()).isZero();
        assertThat(tenures.handovers()).isEqualTo(1);
        assertThat(tenures).hasToString("n1 on timeline 1, n2 on timeline 2");
    }

    @Test
    void everyWriteOfTheOldOneAfterTheNewOneBeganIsAConflict() {
        Tenures tenures =
                Tenures.of(List.of(beat("n1", 1, 0), beat("n1", 1, 210), beat("n1", 1, 260), beat("n2", 2, 200)));

        assertThat(tenures.conflicts()).isEqualTo(2);
    }

    /// Sent before the new one's first answer, heard after it: it may have been accepted before.
    @Test
    void aWriteThatMayHaveComeBeforeProvesNothing() {
        Tenures tenures = Tenures.of(List.of(new Beat("n1", 1, 190, 900), new Beat("n2", 2, 200, 205)));

        assertThat(tenures.conflicts()).isZero();
    }

    @Test
    void aNodeThatIsPrimaryAgainOnANewTimelineIsNoConflict() {
        Tenures tenures =
                Tenures.of(List.of(beat("n1", 1, 0), beat("n2", 2, 100), beat("n1", 3, 200), beat("n1", 3, 250)));

        assertThat(tenures.conflicts()).isZero();
        assertThat(tenures.handovers()).isEqualTo(2);
    }

    @Test
    void anOldPrimaryThatComesBackOnItsOldTimelineIsAConflict() {
        assertThat(Tenures.of(List.of(beat("n1", 1, 0), beat("n2", 2, 100), beat("n1", 1, 200)))
                        .conflicts())
                .isEqualTo(1);
    }

    private static Beat beat(String node, int timeline, long sentMillis) {
        long sent = sentMillis * 1_000_000;
        return new Beat(node, timeline, sent, sent + 2_000_000);
    }
}

package io.pgbaton.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Copying;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    private final Pace pace = new Pace();

    @Test
    void readsWhatPgBasebackupSays() {
        assertThat(pace.read("waiting for checkpoint", 0)).isNull();
        assertThat(pace.read("     0/22862 kB (0%), 0/1 tablespace", 0)).isEqualTo(new Copying(0, 22862 * 1024, 0));
        assertThat(pace.read("10240/22862 kB (44%), 0/1 tablespace (.../main.pgbaton-clone/base/1/1247)", 2 * SECOND))
                .isEqualTo(new Copying(10240 * 1024, 22862 * 1024, 5120 * 1024));
    }

    @Test
    void aCopyThatHasComeToAHaltShowsAsOne() {
        for (int second = 0; second <= 10; second++) {
            pace.reached(second * 100L, 10_000, second * SECOND);
        }
        assertThat(pace.reached(1_000, 10_000, 14 * SECOND).bytesPerSecond()).isEqualTo(20);
        assertThat(pace.reached(1_000, 10_000, 20 * SECOND).bytesPerSecond()).isZero();
    }

    @Test
    void theTotalWasAnEstimate() {
        assertThat(pace.reached(1_200, 1_000, 0)).isEqualTo(new Copying(1_200, 1_200, 0));
        assertThat(pace.reached(1_200, 1_000, 0).percent()).isEqualTo(99);
    }
}

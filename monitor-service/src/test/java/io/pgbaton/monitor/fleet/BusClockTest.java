package io.pgbaton.monitor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BusClockTest {

    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

    private final BusClock clock = new BusClock();

    @Test
    void aBrokerWhoseClockIsBehindMakesNoNodeLookSilent() {
        clock.heard(NOW.minusSeconds(30), NOW);

        assertThat(clock.heard(NOW.minusSeconds(29), NOW.plusSeconds(1))).isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void aBrokerWhoseClockIsAheadMakesNoNodeSpeakInTheFuture() {
        assertThat(clock.heard(NOW.plusSeconds(3600), NOW)).isEqualTo(NOW);
    }

    @Test
    void theBacklogHasItsTrueAgeOnceSomethingFreshWasRead() {
        clock.heard(NOW.minusMillis(5), NOW);

        assertThat(clock.heard(NOW.minusSeconds(12), NOW))
                .isEqualTo(NOW.minusSeconds(12).plusMillis(5));
    }

    @Test
    void aCorrectedClockIsLearnedWithinTwoMinutes() {
        clock.heard(NOW, NOW);
        for (int i = 1; i <= 130; i++) {
            Instant now = NOW.plusSeconds(i);
            clock.heard(now.minus(Duration.ofHours(1)), now);
        }

        Instant now = NOW.plusSeconds(131);
        assertThat(clock.heard(now.minus(Duration.ofHours(1)), now)).isEqualTo(now);
    }
}

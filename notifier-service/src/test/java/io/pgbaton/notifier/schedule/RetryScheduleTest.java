package io.pgbaton.notifier.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final Instant START = Instant.parse("2026-11-23T04:00:00Z");
    private static final RetrySchedule THREE =
            new RetrySchedule(List.of(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(30)), 0.2);

    private static RetrySchedule.Next after(int attempts, Duration age, Duration asked, double chance) {
        return THREE.after(new RetrySchedule.Failed(attempts, START, asked), START.plus(age), chance);
    }

    @Test
    void eachFailureWaitsLonger() {
        assertThat(after(1, Duration.ZERO, Duration.ZERO, 0)).isEqualTo(new RetrySchedule.Again(Duration.ofSeconds(5)));
        assertThat(after(2, Duration.ofSeconds(5), Duration.ZERO, 0))
                .isEqualTo(new RetrySchedule.Again(Duration.ofSeconds(30)));
    }

    @Test
    void theLastFailureEndsIt() {
        assertThat(after(3, Duration.ofSeconds(35), Duration.ZERO, 0))
                .isEqualTo(new RetrySchedule.Never("no success in 3 attempts"));
    }

    @Test
    void chanceAddsItsShare() {
        assertThat(after(1, Duration.ZERO, Duration.ZERO, 0.5))
                .isEqualTo(new RetrySchedule.Again(Duration.ofMillis(5500)));
    }

    @Test
    void aReceiverThatAsksForALongerPauseGetsIt() {
        assertThat(after(1, Duration.ZERO, Duration.ofMinutes(2), 0))
                .isEqualTo(new RetrySchedule.Again(Duration.ofMinutes(2)));
        assertThat(after(1, Duration.ZERO, Duration.ofSeconds(1), 0))
                .isEqualTo(new RetrySchedule.Again(Duration.ofSeconds(5)));
    }

    @Test
    void whatOnlyWaitedForItsReceiverEndsWithTheSchedulesSpan() {
        assertThat(after(1, Duration.ofMinutes(5), Duration.ZERO, 0)).isInstanceOf(RetrySchedule.Never.class);
    }

    @Test
    void aScheduleWithoutASenseIsRefused() {
        assertThatThrownBy(() -> new RetrySchedule(List.of(), 0)).hasMessageContaining("one or more waits");
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ZERO), 2)).hasMessageContaining("0 to 1");
    }
}

package io.pgbaton.notifier.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    private static final Breaker.Rules RULES = new Breaker.Rules(3, Duration.ofSeconds(10), Duration.ofSeconds(30));

    private static Breaker failed(Breaker breaker, int times, Instant at) {
        Breaker after = breaker;
        for (int i = 0; i < times; i++) {
            after = after.failed(RULES, at);
        }
        return after;
    }

    @Test
    void someFailuresInARowOpenIt() {
        assertThat(failed(Breaker.fresh(), 2, NOW).allows(4, NOW)).isEqualTo(4);
        assertThat(failed(Breaker.fresh(), 3, NOW).allows(4, NOW)).isZero();
    }

    @Test
    void aSuccessBetweenThemKeepsItClosed() {
        Breaker breaker = failed(failed(Breaker.fresh(), 2, NOW).succeeded(), 2, NOW);

        assertThat(breaker.isOpen(NOW)).isFalse();
    }

    @Test
    void afterItsPauseOneDeliveryProbes() {
        Breaker open = failed(Breaker.fresh(), 3, NOW);

        assertThat(open.allows(4, NOW.plusSeconds(9))).isZero();
        assertThat(open.allows(4, NOW.plusSeconds(10))).isEqualTo(1);
        assertThat(open.succeeded().allows(4, NOW)).isEqualTo(4);
    }

    @Test
    void eachFailedProbeDoublesThePauseUpToItsLongest() {
        Breaker open = failed(Breaker.fresh(), 3, NOW);
        Instant probe = NOW.plusSeconds(10);

        Breaker again = open.failed(RULES, probe);
        assertThat(again).isEqualTo(new Breaker.Open(probe.plusSeconds(20), Duration.ofSeconds(20)));

        Instant next = probe.plusSeconds(20);
        assertThat(again.failed(RULES, next)).isEqualTo(new Breaker.Open(next.plusSeconds(30), Duration.ofSeconds(30)));
    }

    @Test
    void failuresOfWhatWasUnderWayWhenItOpenedDoNotProlongIt() {
        Breaker open = failed(Breaker.fresh(), 3, NOW);

        assertThat(open.failed(RULES, NOW.plusSeconds(1))).isEqualTo(open);
    }

    @Test
    void aReceiverThatAsksForAPauseIsLeftAloneForIt() {
        Breaker asked = Breaker.fresh().asked(Duration.ofMinutes(1), NOW);

        assertThat(asked.isOpen(NOW.plusSeconds(59))).isTrue();
        assertThat(asked.isOpen(NOW.plusSeconds(60))).isFalse();
    }
}

package io.pgbaton.notifier.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How long to wait before each attempt; after the last there is no other. `jitter` is the share of a wait that
/// chance may add, so that a receiver that comes back is not met by everybody in the same second.
public record RetrySchedule(List<Duration> waits, double jitter) {

    /// Standard Webhooks' and Svix's shape: quick at first for a person on call, then patient for about a day.
    public static final RetrySchedule DEFAULT = new RetrySchedule(
            List.of(
                    Duration.ZERO,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(6),
                    Duration.ofHours(12)),
            0.1);

    public RetrySchedule {
        waits = List.copyOf(waits);
        if (waits.isEmpty() || waits.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("a retry schedule is one or more waits, none negative: " + waits);
        }
        if (jitter < 0 || jitter > 1) {
            throw new IllegalArgumentException("retry jitter " + jitter + " is out of range: 0 to 1");
        }
    }

    /// What follows a failed attempt.
    public sealed interface Next {}

    public record Again(Duration in) implements Next {}

    public record Never(String why) implements Next {}

    /// What is known of a delivery after a failed attempt: how many were made, since when it is being tried, and
    /// how long the receiver asked to be left alone (zero: not at all).
    public record Failed(int attempts, Instant since, Duration asked) {}

    /// `chance` is from 0 (inclusive) to 1 (exclusive).
    public Next after(Failed failed, Instant now, double chance) {
        if (failed.attempts() >= waits.size()) {
            return new Never("no success in " + failed.attempts() + " attempts");
        }
        Duration age = Duration.between(failed.since(), now);
        // a delivery that only waited for a closed breaker has attempts left, but must come to an end too
        if (age.compareTo(span()) > 0) {
            return new Never("no success in " + age.toMinutes() + " minutes");
        }
        Duration wait = jittered(waits.get(failed.attempts()), chance);
        return new Again(wait.compareTo(failed.asked()) >= 0 ? wait : failed.asked());
    }

    /// The longest a delivery is tried.
    public Duration span() {
        return jittered(waits.stream().reduce(Duration.ZERO, Duration::plus), 1);
    }

    private Duration jittered(Duration wait, double chance) {
        return wait.plusMillis(Math.round(wait.toMillis() * jitter * chance));
    }
}

package io.pgbaton.notifier.schedule;

import java.time.Duration;
import java.time.Instant;

/// Whether a receiver is worth trying. One that fails several times in a row is left alone for a while, then tried
/// with one delivery; that spares it, and spares the waiting deliveries their attempts.
public sealed interface Breaker {

    static Breaker fresh() {
        return new Closed(0);
    }

    /// Working, with this many failures in a row.
    record Closed(int failures) implements Breaker {}

    /// Left alone until `until`. `pause` is how long, and doubles with each failed probe.
    record Open(Instant until, Duration pause) implements Breaker {}

    /// When it opens (failures in a row), for how long at first, and at most.
    record Rules(int failures, Duration pause, Duration longest) {
        public static final Rules DEFAULT = new Rules(5, Duration.ofSeconds(15), Duration.ofMinutes(5));
    }

    /// How many deliveries may be under way at once.
    default int allows(int normally, Instant now) {
        return switch (this) {
            case Closed _ -> normally;
            case Open open -> now.isBefore(open.until) ? 0 : 1;
        };
    }

    default boolean isOpen(Instant now) {
        return allows(1, now) == 0;
    }

    default Breaker succeeded() {
        return fresh();
    }

    default Breaker failed(Rules rules, Instant now) {
        return switch (this) {
            case Closed closed when closed.failures + 1 < rules.failures -> new Closed(closed.failures + 1);
            case Closed _ -> new Open(now.plus(rules.pause), rules.pause);
            // a late failure of a delivery that was under way when it opened says nothing new
            case Open open when now.isBefore(open.until) -> open;
            case Open open -> reopened(open, rules, now);
        };
    }

    /// The receiver itself asked to be left alone (`Retry-After`).
    default Breaker asked(Duration pause, Instant now) {
        return new Open(now.plus(pause), pause);
    }

    private static Breaker reopened(Open open, Rules rules, Instant now) {
        Duration doubled = open.pause.multipliedBy(2);
        Duration pause = doubled.compareTo(rules.longest) > 0 ? rules.longest : doubled;
        return new Open(now.plus(pause), pause);
    }

    /// For a gauge: 0 closed, 1 about to be probed, 2 open.
    default int level(Instant now) {
        return switch (this) {
            case Closed _ -> 0;
            case Open _ -> isOpen(now) ? 2 : 1;
        };
    }
}

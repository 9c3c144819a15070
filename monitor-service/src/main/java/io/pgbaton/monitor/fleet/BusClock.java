package io.pgbaton.monitor.fleet;

import java.time.Duration;
import java.time.Instant;

/// Turns the broker's time stamp of a record into the reader's own time, without trusting that the two clocks
/// agree: the smallest delay seen is taken for the difference of the clocks. So the backlog read at the start is
/// given its true age, and a broker whose clock is wrong makes no node look silent.
public final class BusClock {

    /// Two windows are kept, so a difference that grows (a clock corrected by hand) is learned within two minutes.
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private Instant windowEnd = Instant.MIN;
    private Duration before = Duration.ofDays(36_500);
    private Duration smallest = Duration.ofDays(36_500);

    public Instant heard(Instant stamped, Instant now) {
        if (now.isAfter(windowEnd)) {
            before = smallest;
            smallest = Duration.between(stamped, now);
            windowEnd = now.plus(WINDOW);
        }
        smallest = shorter(smallest, Duration.between(stamped, now));
        return earlier(stamped.plus(shorter(before, smallest)), now);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

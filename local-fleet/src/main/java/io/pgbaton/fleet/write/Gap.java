package io.pgbaton.fleet.write;

import java.util.List;
import java.util.Optional;

/// A time without an acknowledgement: from the one before it to the one after it.
public record Gap(Acknowledged before, Acknowledged after) {

    public long millis() {
        return (after.atNanos() - before.atNanos()) / 1_000_000;
    }

    /// The longest gap that reaches into the time between `fromNanos` and `toNanos`; the first of equals. `log` is
    /// in the order of the acknowledgements. Empty with fewer than two of them around that time.
    public static Optional<Gap> longest(List<Acknowledged> log, long fromNanos, long toNanos) {
        Gap longest = null;
        for (int index = 1; index < log.size(); index++) {
            Gap gap = new Gap(log.get(index - 1), log.get(index));
            // nanoTime may wrap around: only differences are compared
            boolean reachesInto = gap.after.atNanos() - fromNanos > 0 && toNanos - gap.before.atNanos() > 0;
            if (reachesInto && (longest == null || gap.nanos() > longest.nanos())) {
                longest = gap;
            }
        }
        return Optional.ofNullable(longest);
    }

    private long nanos() {
        return after.atNanos() - before.atNanos();
    }
}

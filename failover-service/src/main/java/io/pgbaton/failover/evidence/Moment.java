package io.pgbaton.failover.evidence;

import java.time.Duration;

/// A reading of this process's monotonic clock. Leases are counted between moments, never between wall clocks,
/// which may jump.
public record Moment(long nanos) implements Comparable<Moment> {

    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public Moment plus(Duration duration) {
        return new Moment(nanos + duration.toNanos());
    }

    public static Moment later(Moment one, Moment other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public int compareTo(Moment other) {
        // nanoTime may overflow: only the difference has a sign that means something
        return Long.signum(nanos - other.nanos);
    }
}

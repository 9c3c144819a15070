package io.pgbaton.notifier.outbox;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time of day at the start plus what the monotonic clock says has passed: a clock set back an hour must not
/// make a retry wait for an hour.
public final class SteadyClock extends Clock {

    private final Instant start = Clock.systemUTC().instant();
    private final long from = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - from);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

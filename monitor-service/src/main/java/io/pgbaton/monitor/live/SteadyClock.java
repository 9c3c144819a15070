package io.pgbaton.monitor.live;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time of day at the start plus what the monotonic clock counted since: a clock set by hand makes no node look
/// silent. (The monotonic clock follows NTP's rate, so the two stay together.)
final class SteadyClock extends Clock {

    private final Instant started = Clock.systemUTC().instant();
    private final long startedNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return started.plusNanos(System.nanoTime() - startedNanos);
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

package io.pgbaton.simulation.time;

/// A host's monotonic clock (`CLOCK_BOOTTIME`): it began at some other time than true time, and runs too fast or
/// too slow by `partsPerMillion`.
public final class HostClock {

    private static final long MILLION = 1_000_000;

    private final Scheduler scheduler;
    private final long offset;
    private final long partsPerMillion;

    public HostClock(Scheduler scheduler, long offset, long partsPerMillion) {
        this.scheduler = scheduler;
        this.offset = offset;
        this.partsPerMillion = partsPerMillion;
    }

    public long nanos() {
        long now = scheduler.now();
        return offset + now + now * partsPerMillion / MILLION;
    }

    /// How much true time passes while this clock shows `nanos` more; rounded up, as a timer does.
    public long trueNanos(long nanos) {
        return nanos * MILLION / (MILLION + partsPerMillion) + 1;
    }
}

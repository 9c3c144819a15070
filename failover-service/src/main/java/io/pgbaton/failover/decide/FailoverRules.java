package io.pgbaton.failover.decide;

import java.time.Duration;

/// The limits of every decision. `drift` is how far two monotonic clocks may run apart; a standby further behind
/// than `maximumLag` bytes is not promoted by itself.
/// `conduct` is what an operator wants beyond safety.
public record FailoverRules(Duration lease, double drift, Timeouts timeouts, long maximumLag, Conduct conduct) {

    /// A second failover by itself within `minimumInterval` needs an acknowledgement, but for a primary that has
    /// fallen silent when `whenPrimaryGone` says so.
    public record Conduct(
            Duration minimumInterval,
            boolean whenPrimaryGone,
            OnServerCrash onServerCrash,
            SynchronousRules synchronous,
            Handover handover) {

        public static final Conduct DEFAULT = new Conduct(Duration.ofMinutes(10), false);

        public Conduct {
            if (minimumInterval.isNegative()) {
                throw new IllegalArgumentException("pgbaton.failover.minimum-failover-interval is negative");
            }
        }

        public Conduct(Duration minimumInterval, boolean whenPrimaryGone) {
            this(minimumInterval, whenPrimaryGone, OnServerCrash.PROMOTE, SynchronousRules.OFF, Handover.DEFAULT);
        }

        public Conduct with(OnServerCrash other) {
            return new Conduct(minimumInterval, whenPrimaryGone, other, synchronous, handover);
        }

        public Conduct with(SynchronousRules other) {
            return new Conduct(minimumInterval, whenPrimaryGone, onServerCrash, other, handover);
        }
    }

    /// What a switchover may cost unless it is forced: segments that wait to be archived (a clean stop waits for
    /// them all), how old a transaction it may break off, and the bytes that have to be free where the new primary
    /// writes.
    public record Handover(long archiveReady, Duration oldestTransaction, long spareWalBytes) {

        public static final Handover DEFAULT = new Handover(128, Duration.ofSeconds(60), 256L << 20);
    }

    /// What matters more when the end of a crashed primary's log cannot be fetched from its host (rule F5a).
    public enum OnServerCrash {
        /// To be writable soon: the standby is promoted without, and the loss is reported.
        PROMOTE,
        /// To lose nothing: the old primary is started again and chosen.
        RESTART
    }

    public FailoverRules(Duration lease, double drift, Timeouts timeouts, long maximumLag) {
        this(lease, drift, timeouts, maximumLag, Conduct.DEFAULT);
    }

    public record Timeouts(Duration election, Duration promotion, Duration switchover, Duration tailRescue) {}

    public FailoverRules {
        if (lease.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException(
                    "pgbaton.failover.lease is " + lease.toMillis() + " ms: use 100 ms or more");
        }
        if (drift < 0 || drift > 0.5) {
            throw new IllegalArgumentException("pgbaton.failover.drift is " + drift + ": use 0 to 0.5");
        }
        if (maximumLag < 0) {
            throw new IllegalArgumentException("pgbaton.failover.maximum-lag is negative");
        }
    }

    /// How long a primary may be silent before its lease can be over (rule F1).
    public Duration silence() {
        return Duration.ofNanos((long) (lease.toNanos() * (1 + drift)));
    }

    /// Agents restart within this; a shorter silence of a standby is nothing to tell.
    Duration standbySilence() {
        return lease.multipliedBy(2);
    }
}

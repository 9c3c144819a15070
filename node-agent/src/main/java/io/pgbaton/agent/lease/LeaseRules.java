package io.pgbaton.agent.lease;

import java.time.Duration;

/// The lengths every lease of a node is reckoned with, in milliseconds; the same for the whole cluster.
///
/// `length` is L, `heartbeat` is h, `drift` how far two monotonic clocks may run apart (ρ). The agent begins to
/// fence `actBefore` (a) ahead of the deadline, and the guard kills `killBefore` (g) ahead of it: `g < a < L`
/// (rule L3).
public record LeaseRules(long length, long heartbeat, double drift, long actBefore, long killBefore) {

    /// Below this no poll and no kill fits into the guard's margin.
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    public static final double DRIFT = 0.01;
    private static final long SMALLEST_KILL_BEFORE = 100;

    public LeaseRules {
        if (heartbeat <= 0 || drift < 0 || killBefore <= 0 || killBefore >= actBefore || actBefore >= length) {
            throw new IllegalArgumentException(
                    "no lease can be kept with length " + length + " ms, heartbeat " + heartbeat + " ms, drift " + drift
                            + " and margins of " + actBefore + " and " + killBefore + " ms");
        }
    }

    /// The agent acts a fifth of the lease ahead, the guard a tenth.
    public static LeaseRules of(Duration lease, Duration heartbeat) {
        long length = lease.toMillis();
        long kill = Math.max(SMALLEST_KILL_BEFORE, length / 10);
        return new LeaseRules(length, heartbeat.toMillis(), DRIFT, Math.max(2 * kill, length / 5), kill);
    }

    /// For how long a grant binds whoever gave it (rule L2): `L(1 + ρ)`, rounded up.
    public long grantLasts() {
        return (long) Math.ceil(length * (1 + drift));
    }

    /// The longest a server may take to end by itself once its lease has run out (rule L3).
    public long fastAttempt() {
        return length / 10;
    }

    /// A claim that was not read back for this long is sent once more, under a new nonce: so two or three fit into
    /// one lease, however late the log is (rule L1c).
    public long claimPatience() {
        return Math.max(Math.min(2 * heartbeat, length / 2), length / 4);
    }

    /// How long a promotion waits for a claim of its to come back before it says that it failed, and is tried
    /// again.
    public long claimWait() {
        return length - actBefore;
    }
}

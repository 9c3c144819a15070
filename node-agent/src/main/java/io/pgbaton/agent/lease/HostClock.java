package io.pgbaton.agent.lease;

/// `CLOCK_BOOTTIME` in whole milliseconds: monotonic, and it counts the time a suspended host sleeps. The guard
/// reads the same clock, so deadlines mean the same to both.
public interface HostClock {

    /// Which run of the host the times belong to.
    String boot();

    /// Never later than the truth: for the time of a sending, taken before it.
    long floor();

    /// Never earlier than the truth: for `now`.
    long ceiling();
}

package io.pgbaton.fleet.probe;

/// One write that `node` accepted while it was on `timeline`: between `sentNanos` and `heardNanos` on the monotonic
/// clock, which all clients of one program share.
public record Beat(String node, int timeline, long sentNanos, long heardNanos) {}

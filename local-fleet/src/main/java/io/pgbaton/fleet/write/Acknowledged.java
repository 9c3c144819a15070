package io.pgbaton.fleet.write;

/// One row that the database said is committed. `sentNanos` is when the client sent it, `atNanos` when it heard
/// so, on the monotonic clock.
public record Acknowledged(long id, long sentNanos, long atNanos, String node) {}

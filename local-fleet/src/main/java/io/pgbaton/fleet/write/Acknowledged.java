package io.pgbaton.fleet.write;

/// One row that the database said is committed. `atNanos` is when the client heard it, on the monotonic clock.
public record Acknowledged(long id, long atNanos, String node) {}

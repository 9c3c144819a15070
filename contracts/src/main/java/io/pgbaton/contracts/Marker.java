package io.pgbaton.contracts;

/// The barrier of rule F2: written by the failover service into the heartbeat partition of a silent cluster and
/// read back; a heartbeat that stands before it proves the silence was only late reading.
public record Marker(ClusterId cluster, String writer, long number) implements Report {}

package io.pgbaton.notifier.parcel;

/// Where an event stands in `pgbaton.events`. All events of a cluster share a partition, so the offset orders them.
public record Place(int partition, long offset) {}

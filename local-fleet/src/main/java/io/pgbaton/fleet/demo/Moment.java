package io.pgbaton.fleet.demo;

/// Something that happened, in milliseconds since its act began. `who` is a node, a part of pgbaton, or the client.
public record Moment(long millis, String who, String text) {}

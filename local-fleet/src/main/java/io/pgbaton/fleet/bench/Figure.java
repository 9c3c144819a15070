package io.pgbaton.fleet.bench;

/// One thing measured. `aim` says in words what it should be; empty when there is no such number.
public record Figure(String what, double value, String unit, String aim) {}

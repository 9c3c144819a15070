package io.pgbaton.fleet.chaos;

/// What clients saw of one scene. `gapMillis` is the longest time without an acknowledged write, `conflicts` the
/// writes that prove two writable servers, `backMillis` the time from mending to a whole cluster, `tenures` who was
/// primary one after the other, in words; `writesPerSecond` is the client's rate outside of the longest gap.
public record Figures(
        long gapMillis,
        long conflicts,
        long acknowledged,
        long lost,
        int handovers,
        long backMillis,
        long writesPerSecond,
        String tenures) {}

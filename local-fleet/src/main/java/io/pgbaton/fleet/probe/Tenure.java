package io.pgbaton.fleet.probe;

import java.util.List;

/// The writes that one node accepted on one timeline. Each promotion opens a timeline, so a node that is primary
/// twice has two of them. `beats` are in the order they were heard.
public record Tenure(String node, int timeline, List<Beat> beats) {

    public Tenure {
        beats = List.copyOf(beats);
    }

    /// When it was certain for the first time that the node accepts writes.
    public long certainSince() {
        return beats.getFirst().heardNanos();
    }

    /// Writes of this tenure that were sent, and accepted, after `instant`.
    long acceptedAfter(long instant) {
        // nanoTime may wrap around: only differences are compared
        return beats.stream().filter(beat -> beat.sentNanos() - instant > 0).count();
    }
}

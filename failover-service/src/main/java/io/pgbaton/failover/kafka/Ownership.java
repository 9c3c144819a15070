package io.pgbaton.failover.kafka;

import java.util.List;

/// What an instance owns: the partitions it decides for, and all that the group has given to it, with those it is
/// taking over. `joined` says whether the group has spoken, `caughtUp` whether the decision log is read.
public record Ownership(List<Integer> deciding, List<Integer> assigned, boolean joined, boolean caughtUp) {

    static final Ownership NONE = new Ownership(List.of(), List.of(), false, false);

    public Ownership {
        deciding = List.copyOf(deciding);
        assigned = List.copyOf(assigned);
    }

    /// Whether every decision that is this instance's can be taken, be there none.
    public boolean isSettled() {
        return joined && caughtUp && deciding.equals(assigned);
    }
}

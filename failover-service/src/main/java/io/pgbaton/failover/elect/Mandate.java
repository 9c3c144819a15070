package io.pgbaton.failover.elect;

import io.pgbaton.contracts.NodeId;
import org.jspecify.annotations.Nullable;

/// Who wants this election. An operator may choose a node with `failover=manual`, and accept a loss.
public sealed interface Mandate {

    record Automatic() implements Mandate {}

    /// `to` is the node the operator named, null for the best.
    record ByOperator(@Nullable NodeId to) implements Mandate {}
}

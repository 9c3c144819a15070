package io.pgbaton.agent.moves;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.RequestId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the PgBouncer beside this agent is to do, from the view alone: hold its clients while a switchover has the
/// primary stop and another one open, and otherwise let them through to the primary.
public sealed interface PoolerPlan {

    /// Longer than any switchover that goes well; clients would rather have an error than wait on.
    long LONGEST_HOLD_MILLIS = 30_000;

    /// Clients wait from now on; it is for the switchover of `request`.
    record Hold(RequestId request) implements PoolerPlan {}

    /// Clients go to `primary`.
    record LetThrough(NodeId primary) implements PoolerPlan {}

    /// It stays as it is: nobody is primary at the moment.
    record Stay() implements PoolerPlan {}

    /// `held` since `heldMillis` ago, for a switchover, or null.
    static PoolerPlan of(ClusterView view, @Nullable RequestId held, long heldMillis) {
        Optional<NodeId> primary = view.primary();
        if (primary.isEmpty()) {
            return new Stay();
        }
        boolean tooLong = held != null && heldMillis > LONGEST_HOLD_MILLIS;
        PoolerPlan otherwise = held == null ? new Stay() : new Hold(held);
        PoolerPlan plan = switch (view.phase()) {
            case Phase.Stopping(Phase.Switchover switchover) -> new Hold(switchover.request());
            case Phase.Freezing freezing -> freezing.switchover() == null ? new LetThrough(primary.get()) : otherwise;
            case Phase.Promoting promoting -> promoting.switchover() == null ? new Stay() : otherwise;
            case Phase.Steady _, Phase.Halted _ -> new LetThrough(primary.get());
            case Phase.Unregistered _ -> new Stay();
        };
        return tooLong ? new LetThrough(primary.get()) : plan;
    }
}

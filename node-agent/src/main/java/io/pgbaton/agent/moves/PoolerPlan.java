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

    /// What was done for the switchovers so far: clients are held for `held` since `heldMillis`, or for nobody when
    /// that is null; `over` is the last switchover that they were held for and are no longer.
    record Done(
            @Nullable RequestId held,
            long heldMillis,
            @Nullable RequestId over) {

        boolean isTooLong() {
            return held != null && heldMillis > LONGEST_HOLD_MILLIS;
        }
    }

    static PoolerPlan of(ClusterView view, Done done) {
        Optional<NodeId> primary = view.primary();
        if (primary.isEmpty()) {
            return new Stay();
        }
        PoolerPlan through = new LetThrough(primary.get());
        PoolerPlan asItIs = done.held() == null ? new Stay() : new Hold(done.held());
        return done.isTooLong()
                ? through
                : switch (view.phase()) {
                    // once let through, nobody is held again for the same switchover
                    case Phase.Stopping(Phase.Switchover switchover) ->
                        switchover.request().equals(done.over()) ? through : new Hold(switchover.request());
                    case Phase.Freezing freezing -> freezing.switchover() == null ? through : asItIs;
                    case Phase.Promoting promoting -> promoting.switchover() == null ? new Stay() : asItIs;
                    case Phase.Steady _, Phase.Halted _ -> through;
                    case Phase.Unregistered _ -> new Stay();
                };
    }
}

package io.pgbaton.agent.moves;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import org.jspecify.annotations.Nullable;

/// All that decides the next move, at one moment.
public record Situation(DecisionLog log, Standing standing, Lease lease, Server server, Past past) {

    /// The lease, and the moment of this look by the lease's own clock.
    public record Lease(LeaseClock clock, long now) {
        boolean holds() {
            return clock.holds(now);
        }

        boolean fenceDue() {
            return clock.fenceDue(now);
        }
    }

    /// The server as last seen. `role` is what it said it is; while it is down, what it was. `attached` means its
    /// receiver streams from `upstream`; `detachedMillis` for how long it has not.
    public record Server(
            ServerState state,
            @Nullable Role role,
            @Nullable SystemId systemId,
            Upstream upstream) {
        boolean is(Role asked) {
            return role == asked;
        }
    }

    public record Upstream(@Nullable NodeId node, boolean attached, long detachedMillis) {
        public static final Upstream NONE = new Upstream(null, false, 0);
    }

    /// What the agent remembers: has it read the log to its end once (rule R1), was a rebuild cut short, how
    /// many freezes had it read when it answered last, may it clone by itself,
    /// how long ago it gave a term up (`Long.MAX_VALUE`: never), which order to clone it carried out last.
    public record Past(
            boolean caughtUp,
            boolean halfRebuilt,
            long answered,
            boolean cloneAllowed,
            long gaveUpMillisAgo,
            @Nullable RequestId cloned) {

        public Past(boolean caughtUp, boolean halfRebuilt, long answered, boolean cloneAllowed, long gaveUpMillisAgo) {
            this(caughtUp, halfRebuilt, answered, cloneAllowed, gaveUpMillisAgo, null);
        }
    }
}

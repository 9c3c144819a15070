package io.pgbaton.agent.observe;

import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import org.jspecify.annotations.Nullable;

/// The server as last seen. `role` is what it is, or was before it went down; `status` is null while nothing
/// answers; `detachedSince` is when its receiver was last seen not streaming, by the monotonic clock, null while it
/// streams.
public record Observation(
        ServerState state,
        @Nullable Role role,
        @Nullable SystemId systemId,
        @Nullable ServerStatus status,
        @Nullable Long detachedSince) {

    /// There is no server, and none is wanted.
    public static final Observation WITNESS = new Observation(ServerState.RUNNING, Role.WITNESS, null, null, null);

    static final Observation NOTHING = new Observation(ServerState.NO_DATA, null, null, null, null);

    public boolean runsAs(Role asked) {
        return state == ServerState.RUNNING && role == asked;
    }

    public boolean streams() {
        return state == ServerState.RUNNING
                && status != null
                && status.receiver().streams();
    }

    /// Replay waits for `recovery_min_apply_delay`.
    public boolean isDelayed() {
        return status != null && status.receiver().delayed();
    }

    boolean differsFrom(Observation other) {
        return state != other.state || role != other.role || streams() != other.streams();
    }
}

package io.pgbaton.agent.postgres;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server said of itself in one round trip.
public record ServerStatus(Role role, int version, Heartbeat.Wal wal, Receiver receiver, List<String> attached) {

    public ServerStatus {
        attached = List.copyOf(attached);
    }

    /// The receiving side of a standby. `primaryConninfo` is what it is set to follow (empty: nobody); `state` is
    /// null when no receiver runs; `heardMillis` is the age of the last message from the upstream, by the server's
    /// own clock. `delayed`: replay waits for `recovery_min_apply_delay`, and PostgreSQL starts no receiver, and
    /// follows nobody else, before it has applied all that it has.
    public record Receiver(
            String primaryConninfo,
            @Nullable String state,
            @Nullable Long heardMillis,
            @Nullable Long lagBytes,
            @Nullable Long lagMillis,
            boolean delayed) {
        public boolean streams() {
            return "streaming".equals(state);
        }
    }
}

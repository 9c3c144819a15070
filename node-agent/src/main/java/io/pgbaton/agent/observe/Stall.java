package io.pgbaton.agent.observe;

import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.contracts.Heartbeat;
import org.jspecify.annotations.Nullable;

/// Whether a standby that lacks something gets any further. `wal` is where it was when it last moved, `since` when
/// that was, by the monotonic clock in milliseconds.
record Stall(Heartbeat.@Nullable Wal wal, long since) {

    /// Longer than a checkpoint's replay takes to reach its next commit on any sound disk.
    static final long PATIENCE_MILLIS = 30_000;

    static final Stall NONE = new Stall(null, 0);

    Stall look(Observation seen, long nowMillis) {
        ServerStatus status = seen.status();
        if (status == null || !seen.streams()) {
            return NONE;
        }
        Long lag = status.receiver().lagBytes();
        if (lag == null || lag == 0) {
            return NONE;
        }
        return status.wal().equals(wal) ? this : new Stall(status.wal(), nowMillis);
    }

    boolean isLong(long nowMillis) {
        return wal != null && nowMillis - since >= PATIENCE_MILLIS;
    }
}

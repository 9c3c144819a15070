package io.pgbaton.failover.evidence;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Role;

/// What a heartbeat amounts to, for a decision about its node.
public enum Condition {
    /// Running and out of recovery: a primary.
    WRITABLE,
    /// A standby whose receiver streams.
    STREAMING,
    /// A running standby that receives nothing.
    DETACHED,
    /// Starting, stopping or being rebuilt: its agent is at work, leave it alone.
    BUSY,
    /// No process, or one that does not answer.
    DOWN,
    /// An empty data directory.
    EMPTY,
    /// No server at all: it only observes.
    WITNESS;

    public static Condition of(Heartbeat heartbeat) {
        if (heartbeat.server().role() == Role.WITNESS) {
            return WITNESS;
        }
        return switch (heartbeat.server().state()) {
            case NO_DATA -> EMPTY;
            case STOPPED, CRASHED, HUNG -> DOWN;
            case STARTING, STOPPING, REBUILDING -> BUSY;
            case RUNNING -> ofRunning(heartbeat);
        };
    }

    private static Condition ofRunning(Heartbeat heartbeat) {
        if (heartbeat.server().role() == Role.PRIMARY) {
            return WRITABLE;
        }
        if (heartbeat.server().role() == null) {
            return BUSY;
        }
        Heartbeat.Replication replication = heartbeat.server().replication();
        boolean streams = replication != null && "streaming".equals(replication.receiver());
        return streams ? STREAMING : DETACHED;
    }
}

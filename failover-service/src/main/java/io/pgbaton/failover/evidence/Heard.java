package io.pgbaton.failover.evidence;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The latest heartbeat of a node, when it was read, and since when the node has been in the condition it tells.
/// `wal` is the last position it ever named: a server that is gone names none.
public record Heard(Heartbeat heartbeat, Moment at, Condition condition, Moment since, Heartbeat.@Nullable Wal wal) {

    static Heard first(Heartbeat heartbeat, Moment now) {
        return new Heard(
                heartbeat, now, Condition.of(heartbeat), now, heartbeat.server().wal());
    }

    Heard then(Heartbeat next, Moment now) {
        Condition condition = Condition.of(next);
        boolean same = condition == this.condition && Objects.equals(upstreamOf(next), upstreamOf(heartbeat));
        Heartbeat.Wal named = next.server().wal();
        return new Heard(next, now, condition, same ? since : now, named == null ? wal : named);
    }

    /// Something was read of the node, but nothing newer: only its silence starts anew.
    Heard again(Moment now) {
        return new Heard(heartbeat, now, condition, since, wal);
    }

    /// For how long the node has been in this condition, as far as was heard.
    public Duration lasted(Moment now) {
        return now.since(since);
    }

    public Optional<NodeId> upstream() {
        return Optional.ofNullable(upstreamOf(heartbeat));
    }

    private static @Nullable NodeId upstreamOf(Heartbeat heartbeat) {
        Heartbeat.Replication replication = heartbeat.server().replication();
        return replication == null ? null : replication.upstream();
    }
}

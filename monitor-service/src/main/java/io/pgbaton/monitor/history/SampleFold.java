package io.pgbaton.monitor.history;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes samples of heartbeats: a standby's needs the primary's position, so the last one of each cluster is kept.
/// Memory is bounded by the number of clusters and nodes. Pure: one thread, in the order of the topic.
public final class SampleFold {

    private final Map<ClusterId, Known> clusters = new HashMap<>();

    private static final class Known {
        private Term term = Term.NONE;
        private @Nullable NodeId primary;
        private @Nullable Lsn written;
        private final Map<NodeId, Instant> lastSample = new HashMap<>();
    }

    /// `at` is the broker's time of the record: the same however often it is read again.
    public Optional<Sample> sample(Heartbeat heartbeat, Instant at) {
        Known known = clusters.computeIfAbsent(heartbeat.cluster(), _ -> new Known());
        if (heartbeat.servesAs(Role.PRIMARY)) {
            notePrimary(known, heartbeat);
            return Optional.empty();
        }
        if (!heartbeat.servesAs(Role.STANDBY) || heartbeat.server().wal() == null) {
            return Optional.empty();
        }
        return standby(known, heartbeat, heartbeat.server().wal(), at);
    }

    private static void notePrimary(Known known, Heartbeat heartbeat) {
        Heartbeat.Wal wal = heartbeat.server().wal();
        Term term = heartbeat.standing().term();
        if (wal != null && wal.written() != null && term.isAtLeast(known.term)) {
            known.term = term;
            known.primary = heartbeat.node();
            known.written = wal.written();
        }
    }

    private static Optional<Sample> standby(Known known, Heartbeat heartbeat, Heartbeat.Wal wal, Instant at) {
        NodeId primary = known.primary == null ? upstream(heartbeat) : known.primary;
        Lsn primaryAt = known.written == null ? byOwnLag(heartbeat, wal) : known.written;
        // two heartbeats in one millisecond are one sample: the key of the table
        if (primary == null || primaryAt == null || at.equals(known.lastSample.put(heartbeat.node(), at))) {
            return Optional.empty();
        }
        Sample.Progress progress =
                new Sample.Progress(primaryAt, received(wal), wal.replayed(), applied(heartbeat, at));
        return Optional.of(new Sample(heartbeat.cluster(), primary, heartbeat.node(), at, progress));
    }

    private static @Nullable NodeId upstream(Heartbeat heartbeat) {
        Heartbeat.Replication replication = heartbeat.server().replication();
        return replication == null ? null : replication.upstream();
    }

    /// Before the first heartbeat of a primary: what the standby itself heard its upstream had written.
    private static @Nullable Lsn byOwnLag(Heartbeat heartbeat, Heartbeat.Wal wal) {
        Heartbeat.Replication replication = heartbeat.server().replication();
        if (replication == null || replication.lagBytes() == null || wal.replayed() == null) {
            return null;
        }
        return new Lsn(wal.replayed().bytes() + replication.lagBytes());
    }

    /// After a restart PostgreSQL says it received the beginning of the segment, which may be behind what it
    /// replayed.
    private static @Nullable Lsn received(Heartbeat.Wal wal) {
        if (wal.received() == null || wal.replayed() == null) {
            return wal.received() == null ? wal.replayed() : wal.received();
        }
        return Lsn.furthest(wal.received(), wal.replayed());
    }

    private static @Nullable Instant applied(Heartbeat heartbeat, Instant at) {
        Heartbeat.Replication replication = heartbeat.server().replication();
        return replication == null || replication.lagMillis() == null ? null : at.minusMillis(replication.lagMillis());
    }
}

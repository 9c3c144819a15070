package io.pgbaton.notifier;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Severity;
import io.pgbaton.contracts.Term;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// Events for tests.
public final class Events {

    public static final Instant AT = Instant.parse("2026-11-23T04:05:06.789Z");

    private Events() {}

    public static ClusterEvent failover(String cluster) {
        return of(
                EventKind.FAILOVER_PROMOTE,
                cluster,
                "n2 is primary, n1 was lost: its server is gone and its agent gave the lease back");
    }

    public static ClusterEvent of(EventKind kind, String cluster, String details) {
        return new ClusterEvent(
                UUID.randomUUID().toString(),
                AT,
                new ClusterId(cluster),
                new ClusterEvent.Subject(kind.wireName(), new NodeId(2), new Term(5), null),
                new ClusterEvent.Outcome(
                        true,
                        kind.severity(),
                        details,
                        Map.of("lsn", "0/5000060", "timeline", "5", "lost_bytes", "0")));
    }

    public static ClusterEvent ofKind(String kind, Severity severity, String cluster) {
        return new ClusterEvent(
                UUID.randomUUID().toString(),
                AT,
                new ClusterId(cluster),
                new ClusterEvent.Subject(kind, null, Term.NONE, null),
                new ClusterEvent.Outcome(true, severity, "something new", Map.of()));
    }
}

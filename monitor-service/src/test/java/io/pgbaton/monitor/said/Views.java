package io.pgbaton.monitor.said;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Severity;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Views and events as the failover service would write them.
public final class Views {

    private Views() {}

    /// `nodes` members, all standbys streaming from `primary`.
    public static ClusterView steady(String cluster, int primary, int nodes) {
        return of(cluster, primary, nodes, new Phase.Steady());
    }

    public static ClusterView of(String cluster, int primary, int nodes, Phase phase) {
        List<ClusterView.Member> members = new ArrayList<>();
        for (int id = 1; id <= nodes; id++) {
            members.add(new ClusterView.Member(
                    new NodeId(id), Node.of(cluster, id).profile(), true, id == primary ? null : new NodeId(primary)));
        }
        ClusterView.Reign reign = new ClusterView.Reign(
                new Term(3), new NodeId(primary), new SystemId("7301234567890123456"), new Timeline(1));
        return new ClusterView(new ClusterId(cluster), 7, reign, phase, members);
    }

    public static ClusterEvent event(String cluster, String id, EventKind kind, String details, Instant at) {
        return event(cluster, id, kind.wireName(), kind.severity(), new Said(details, at));
    }

    /// What is told, and when it happened.
    public record Said(String details, Instant at) {}

    public static ClusterEvent event(String cluster, String id, String kind, Severity severity, Said said) {
        return new ClusterEvent(
                id,
                said.at(),
                new ClusterId(cluster),
                new ClusterEvent.Subject(kind, new NodeId(2), new Term(3), null),
                new ClusterEvent.Outcome(true, severity, said.details(), Map.of("why", "a test")));
    }
}

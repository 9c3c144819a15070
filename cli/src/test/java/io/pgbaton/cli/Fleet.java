package io.pgbaton.cli;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Severity;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Clusters for tests: `orders` with a primary and two standbys, the last of them lost or well.
final class Fleet {

    static final Instant NOON = Instant.parse("2026-11-23T11:00:00.123456Z");
    static final ClusterId ORDERS = new ClusterId("orders");

    private Fleet() {}

    static ClusterStatus healthyOrders() {
        return orders(ClusterStatus.Health.OK, List.of(), standby(3, "  running", 16_777_216L, 2500L));
    }

    static ClusterStatus ordersWithALostStandby() {
        return orders(
                ClusterStatus.Health.DEGRADED,
                List.of("orders-3 has not been heard of for 12 s"),
                standby(3, "? unreachable", null, null));
    }

    static ClusterStatus billing() {
        return new ClusterStatus(
                new ClusterId("billing"),
                ClusterStatus.Health.DOWN,
                new ClusterStatus.Standing(new Term(1), 3, "steady", NOON, List.of()),
                new NodeId(1),
                List.of(new NodeStatus(
                        new NodeId(1),
                        profile("billing", 1),
                        Role.PRIMARY,
                        "- failed",
                        new NodeStatus.Reported(200, ServerState.CRASHED, null, "released", null))));
    }

    static ClusterStatus orders(ClusterStatus.Health health, List<String> issues, NodeStatus third) {
        NodeStatus primary = new NodeStatus(
                new NodeId(1),
                profile("orders", 1),
                Role.PRIMARY,
                "* running",
                new NodeStatus.Reported(
                        212,
                        ServerState.RUNNING,
                        Role.PRIMARY,
                        "held",
                        new NodeStatus.Position(new Timeline(2), Lsn.parse("0/5000060"), null, null, null)));
        return new ClusterStatus(
                ORDERS,
                health,
                new ClusterStatus.Standing(new Term(7), 41, "steady", NOON, issues),
                new NodeId(1),
                List.of(primary, standby(2, "  running", 0L, 0L), third));
    }

    static NodeStatus standby(int id, String status, @Nullable Long lagBytes, @Nullable Long lagMillis) {
        return new NodeStatus(
                new NodeId(id),
                profile("orders", id),
                Role.STANDBY,
                status,
                new NodeStatus.Reported(
                        340,
                        ServerState.RUNNING,
                        Role.STANDBY,
                        "none",
                        new NodeStatus.Position(
                                new Timeline(2), Lsn.parse("0/5000060"), lagBytes, lagMillis, new NodeId(1))));
    }

    static NodeProfile profile(String cluster, int id) {
        return profile(cluster, id, "http://127.0.0.1:1");
    }

    static NodeProfile profile(String cluster, int id, String url) {
        return new NodeProfile(
                cluster + "-" + id,
                NodeProfile.Kind.SERVER,
                new NodeProfile.Election(100, "default", true),
                new NodeProfile.Address("host=10.0.0." + id + " user=pgbaton", url),
                new NodeProfile.Software("0.1.0", 150014));
    }

    static ClusterView view(int primary, int term) {
        List<ClusterView.Member> members = List.of(member(1, primary), member(2, primary));
        ClusterView.Reign reign = new ClusterView.Reign(new Term(term), new NodeId(primary), null, null);
        return new ClusterView(ORDERS, term, reign, new Phase.Steady(), members);
    }

    private static ClusterView.Member member(int id, int primary) {
        return new ClusterView.Member(
                new NodeId(id), profile("orders", id), true, id == primary ? null : new NodeId(primary));
    }

    static ClusterEvent event(String kind, @Nullable NodeId node, boolean successful, String details) {
        return new ClusterEvent(
                "e-" + kind,
                NOON,
                ORDERS,
                new ClusterEvent.Subject(kind, node, new Term(7), null),
                new ClusterEvent.Outcome(
                        successful,
                        successful ? Severity.NOTICE : Severity.ERROR,
                        details,
                        Map.of("lsn", "0/5000060")));
    }
}

package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterTopologyTest {

    private final RecordedService monitor = new RecordedService();

    @AfterEach
    void stop() {
        monitor.close();
    }

    private Run topology(ClusterStatus status, String... options) {
        monitor.answering("/api/v1/clusters/orders", status);
        List<String> words = new ArrayList<>(List.of("cluster", "topology", "orders", "--monitor-url", monitor.url()));
        words.addAll(List.of(options));
        return Run.of(words.toArray(String[]::new));
    }

    private static NodeStatus streaming(int node, int from) {
        return new NodeStatus(
                new NodeId(node),
                Fleet.profile("orders", node),
                Role.STANDBY,
                "  running",
                new NodeStatus.Reported(
                        340,
                        ServerState.RUNNING,
                        Role.STANDBY,
                        "none",
                        new NodeStatus.Position(new Timeline(2), Lsn.parse("0/5000060"), 0L, 0L, new NodeId(from))));
    }

    private static ClusterStatus with(ClusterStatus status, NodeStatus... more) {
        List<NodeStatus> nodes = new ArrayList<>(status.nodes());
        nodes.addAll(List.of(more));
        return new ClusterStatus(status.cluster(), status.health(), status.standing(), status.primary(), nodes);
    }

    @Test
    void standbysHangBelowTheNodeTheyStreamFrom() {
        Run run = topology(with(Fleet.healthyOrders(), streaming(4, 2), streaming(5, 4)));

        assertThat(run.out()).isEqualTo("""
                orders  ok, term 7
                * running orders-1 (ID 1), primary
                ├── running orders-2 (ID 2), 0 bytes behind
                │   └── running orders-4 (ID 4), 0 bytes behind
                │       └── running orders-5 (ID 5), 0 bytes behind
                └── running orders-3 (ID 3), 16 MB, 2.5 s behind
                """);
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void standbysInACircleStandBesideThePrimaryAndALostOneEndsItWith25() {
        Run run = topology(with(Fleet.ordersWithALostStandby(), streaming(4, 5), streaming(5, 4)));

        assertThat(run.out()).isEqualTo("""
                orders  degraded, term 7
                * running orders-1 (ID 1), primary
                ├── running orders-2 (ID 2), 0 bytes behind
                └── ? unreachable orders-3 (ID 3), lag unknown
                running orders-4 (ID 4), 0 bytes behind
                └── running orders-5 (ID 5), 0 bytes behind
                """);
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void jsonIsTheSameTree() {
        Run run = topology(with(Fleet.healthyOrders(), streaming(4, 2)), "--json");

        assertThat(run.out())
                .contains("\"cluster\" : \"orders\"")
                .contains("\"roots\"")
                .contains("\"standbys\"");
        assertThat(run.out().indexOf("orders-2")).isLessThan(run.out().indexOf("orders-4"));
        assertThat(run.out().indexOf("orders-4")).isLessThan(run.out().indexOf("orders-3"));
    }
}

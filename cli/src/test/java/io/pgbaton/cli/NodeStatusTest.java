package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.service.Agent;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeStatusTest {

    private final RecordedService monitor = new RecordedService();
    private final RecordedService agent = new RecordedService();

    @AfterEach
    void stop() {
        monitor.close();
        agent.close();
    }

    private Run status(ClusterStatus cluster, String... node) {
        monitor.answering("/api/v1/clusters/orders", cluster);
        String[] all = new String[node.length + 6];
        System.arraycopy(
                new String[] {"node", "status", "--cluster", "orders", "--monitor-url", monitor.url()}, 0, all, 0, 6);
        System.arraycopy(node, 0, all, 6, node.length);
        return Run.of(all);
    }

    @Test
    void aNodeIsShownInFullWithWhatItsAgentAdds() {
        NodeStatus well = Fleet.standby(3, "  running", 16_777_216L, 2500L);
        NodeStatus near = new NodeStatus(
                well.node(), Fleet.profile("orders", 3, agent.url()), well.role(), well.status(), well.reported());
        agent.answering("/api/v1/node", new Agent.Node(heartbeat(), 12));

        Run run = status(Fleet.orders(ClusterStatus.Health.OK, List.of(), near), "--node-name", "orders-3");

        assertThat(run.out()).isEqualTo("""
                Node "orders-3":
                \tCluster: orders (term 7)
                \tPostgreSQL version: 15.14
                \tConninfo: host=10.0.0.3 user=pgbaton
                \tRole: standby
                \tStatus: running
                \tLease: none
                \tTimeline: 2
                \tUpstream node: orders-1 (ID: 1)
                \tReplication lag: 16 MB, 2.5 s
                \tLast replayed LSN: 0/5000060
                \tLast received LSN: 0/6000060
                \tReplication connections: 1 (orders-4:streaming)
                \tAgent: 0.1.0 at %s, last heard 340 ms ago
                """.formatted(agent.url()));
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void anAgentOutOfReachIsNoError() {
        Run run = status(Fleet.healthyOrders(), "--node-id", "1");

        assertThat(run.out())
                .contains("\tLast written LSN: 0/5000060\n")
                .contains("\tAgent: 0.1.0 at http://127.0.0.1:1, last heard 212 ms ago, not reachable from here\n");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void csvIsKeysAndValuesAsRepmgrWritesThem() {
        Run run = status(Fleet.healthyOrders(), "--node-id", "2", "--csv");

        assertThat(run.out()).startsWith("""
                "Node name","orders-2"
                "Node ID","2"
                "Cluster","orders (term 7)"
                "PostgreSQL version","15.14"
                """);
    }

    @Test
    void jsonReadsBack() {
        Run run = status(Fleet.healthyOrders(), "--node-id", "2", "--json");

        assertThat(Wire.read(run.out().getBytes(StandardCharsets.UTF_8), NodeStatus.class))
                .isEqualTo(new Wire.Known<>(Fleet.healthyOrders().nodes().get(1)));
    }

    @Test
    void aNodeWithAnIssueEndsWith25() {
        Run run = status(Fleet.ordersWithALostStandby(), "--node-id", "3");

        assertThat(run.out()).endsWith("""

                WARNING: following issues were detected
                  - node "orders-3" (ID: 3): status is "? unreachable"
                """);
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void anUnknownNodeIsAnErrorThatSaysWhereToLook() {
        Run run = status(Fleet.healthyOrders(), "--node-name", "orders-9");

        assertThat(run.err())
                .isEqualTo("pgbaton: cluster orders has no node \"orders-9\": "
                        + "pgbaton cluster show orders lists its nodes\n");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    private static Heartbeat heartbeat() {
        return new Heartbeat(
                Fleet.ORDERS,
                new NodeId(3),
                new Heartbeat.Beat("b", 7, 500),
                new Heartbeat.Standing(new Term(7), new Term(7), Term.NONE, 41),
                new Heartbeat.Server(
                        ServerState.RUNNING,
                        Role.STANDBY,
                        null,
                        new Heartbeat.Wal(new Timeline(2), null, null, Lsn.parse("0/6000060"), Lsn.parse("0/5000060")),
                        new Heartbeat.Replication(new NodeId(1), "streaming", 0L, 0L, List.of("orders-4:streaming"))));
    }
}

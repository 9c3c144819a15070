package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.service.Agent;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCheckTest {

    private final RecordedService agent = new RecordedService();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        agent.close();
    }

    private Run check(ClusterStatus cluster, String... words) {
        try (RecordedService monitor = new RecordedService()) {
            monitor.answering("/api/v1/clusters/orders", cluster);
            return Run.of(Stream.concat(
                            Stream.of("node", "check", "--cluster", "orders", "--monitor-url", monitor.url()),
                            Stream.of(words))
                    .toArray(String[]::new));
        }
    }

    @Test
    void everythingIsLookedAtALineEach() {
        agent.answering("/api/v1/node", said(Map.of("repmgr_slot_4", 0L), List.of(), 3L));
        Run run = check(orders(standby(Role.STANDBY, 0L, 0L, 1)), "--node-id", "3");
        assertThat(run.out()).isEqualTo("""
                Node "orders-3":
                \tServer role: OK (node is standby)
                \tReplication lag: OK (0 seconds, 0 bytes)
                \tWAL archiving: OK (3 pending archive ready files)
                \tUpstream connection: OK (node is attached to orders-1 (ID: 1))
                \tDownstream servers: OK (no downstream nodes)
                \tReplication slots: OK (1 active)
                \tMissing physical replication slots: OK (node has no missing physical replication slots)
                \tLease: OK (N/A - node is standby)
                \tAgent: OK (agent was heard 340 ms ago)
                """);
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void oneThingEndsAsMonitoringSystemsWantIt() {
        ClusterStatus late = orders(standby(Role.STANDBY, 5_000L, 301_500L, 1));
        assertThat(check(late, "--node-id", "3", "--replication-lag").out())
                .isEqualTo("WARNING (301 seconds, 5000 bytes, a warning from 300 on)\n");
        Run nagios = check(late, "--node-id", "3", "--replication-lag", "--nagios");
        assertThat(nagios.out())
                .isEqualTo("REPMGR_REPLICATION_LAG WARNING: 301 seconds, 5000 bytes, a warning from 300 on"
                        + " | lag=301;300;600\n");
        assertThat(nagios.code().code()).isEqualTo(1);

        Run critical = check(orders(standby(Role.STANDBY, 5_000L, 600_000L, 1)), "--node-id", "3", "--replication-lag");
        assertThat(critical.code().code()).isEqualTo(2);
        Run unknown = check(orders(standby(Role.STANDBY, 5_000L, null, 1)), "--node-id", "3", "--replication-lag");
        assertThat(unknown.out()).startsWith("UNKNOWN (");
        assertThat(unknown.code().code()).isEqualTo(3);
    }

    @Test
    void limitsComeFromTheConfigurationFile() throws IOException {
        Path conf = Files.writeString(
                folder.resolve("agent.conf"),
                "cluster=orders\nnode_id=3\nreplication_lag_warning=10\nreplication_lag_critical = 20 # s\n");
        Run run = check(
                orders(standby(Role.STANDBY, 5_000L, 20_000L, 1)),
                "-f",
                conf.toString(),
                "--replication-lag",
                "--nagios");
        assertThat(run.out()).endsWith("critical from 20 on | lag=20;10;20\n");
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_CRITICAL);
    }

    @Test
    void aRoleThatIsNotTheRegisteredOneIsCritical() {
        Run run = check(orders(standby(Role.PRIMARY, 0L, 0L, 1)), "--node-id", "3", "--role");
        assertThat(run.out()).isEqualTo("CRITICAL (node is registered as standby but running as primary)\n");
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_CRITICAL);
    }

    @Test
    void aStandbyThatStreamsFromNobodyIsMissedByThePrimary() {
        ClusterStatus detached = orders(standby(Role.STANDBY, 0L, 0L, null));
        assertThat(check(detached, "--node-id", "3", "--upstream").out())
                .isEqualTo("CRITICAL (node is not attached to an upstream)\n");
        assertThat(check(detached, "--node-id", "1", "--downstream", "--nagios").out())
                .isEqualTo("REPMGR_DOWNSTREAM_SERVERS CRITICAL: 1 of 2 downstream nodes not attached; missing: orders-3"
                        + " (ID: 3) | attached=1 missing=1\n");
    }

    @Test
    void slotsAndTheArchiveAreTheAgentsToKnow() {
        NodeStatus third = standby(Role.STANDBY, 0L, 0L, 1);
        assertThat(check(orders(third), "--node-id", "2", "--slots").out())
                .isEqualTo("UNKNOWN (the node's agent does not say)\n");
        agent.answering("/api/v1/node", said(Map.of("repmgr_slot_4", 0L, "old", 9L), List.of("old"), 128L));
        assertThat(check(orders(third), "--node-id", "3", "--slots", "--nagios").out())
                .isEqualTo("REPMGR_INACTIVE_SLOTS CRITICAL: 1 of 2 physical replication slots are inactive: old"
                        + " | slots=2;1\n");
        assertThat(check(orders(third), "--node-id", "3", "--archive-ready").code())
                .isEqualTo(ExitCode.CHECK_CRITICAL);
    }

    @Test
    void aStandbyWithoutItsSlotIsNamed() {
        NodeStatus primary = Fleet.healthyOrders().nodes().getFirst();
        agent.answering("/api/v1/node", said(Map.of("repmgr_slot_2", 0L), List.of(), 0L));
        NodeStatus near = new NodeStatus(
                primary.node(),
                Fleet.profile("orders", 1, agent.url()),
                primary.role(),
                primary.status(),
                primary.reported());
        ClusterStatus healthy = Fleet.healthyOrders();
        ClusterStatus cluster = new ClusterStatus(
                healthy.cluster(),
                healthy.health(),
                healthy.standing(),
                healthy.primary(),
                List.of(near, healthy.nodes().get(1), healthy.nodes().get(2)));
        assertThat(check(cluster, "--node-id", "1", "--missing-slots").out())
                .isEqualTo("CRITICAL (1 physical replication slots are missing: repmgr_slot_3)\n");
        assertThat(check(cluster, "--node-id", "1", "--lease").out()).isEqualTo("OK (held)\n");
    }

    @Test
    void csvAndJsonSayTheSame() {
        Run csv = check(Fleet.ordersWithALostStandby(), "--node-id", "3", "--csv");
        assertThat(csv.out()).contains("\"Server role\",\"OK\",\"node is standby\"\n");
        assertThat(csv.out()).contains("\"Agent\",\"CRITICAL\",\"agent was heard 340 ms ago\"\n");
        assertThat(csv.code()).isEqualTo(ExitCode.ISSUES_FOUND);
        Run json = check(Fleet.healthyOrders(), "--node-id", "3", "--upstream", "--json");
        assertThat(json.out()).contains("\"check\"").contains("UPSTREAM").contains("\"status\"");
    }

    @Test
    void whatDoesNotGoTogetherIsSaidInOneLine() {
        assertThat(check(Fleet.healthyOrders(), "--node-id", "3", "--nagios").err())
                .startsWith("pgbaton: --nagios needs one check: --role, ");
        assertThat(check(Fleet.healthyOrders(), "--node-id", "3", "--role", "--csv")
                        .err())
                .startsWith("pgbaton: --csv is for all checks at once");
        assertThat(check(Fleet.healthyOrders(), "--node-id", "3", "--role", "--slots")
                        .code())
                .isEqualTo(ExitCode.BAD_CONFIG);
    }

    private static ClusterStatus orders(NodeStatus third) {
        return Fleet.orders(ClusterStatus.Health.OK, List.of(), third);
    }

    /// Node 3, with the agent that is recorded.
    private NodeStatus standby(Role runsAs, Long lagBytes, @Nullable Long lagMillis, @Nullable Integer upstream) {
        NodeStatus well = Fleet.standby(3, "  running", lagBytes, lagMillis);
        NodeStatus.Position position = well.reported().position();
        return new NodeStatus(
                well.node(),
                Fleet.profile("orders", 3, agent.url()),
                Role.STANDBY,
                well.status(),
                new NodeStatus.Reported(
                        340,
                        ServerState.RUNNING,
                        runsAs,
                        "none",
                        new NodeStatus.Position(
                                position == null ? null : position.timeline(),
                                position == null ? null : position.lsn(),
                                lagBytes,
                                lagMillis,
                                upstream == null ? null : new NodeId(upstream))));
    }

    private static Agent.Node said(Map<String, Long> slots, List<String> idle, @Nullable Long archiveReady) {
        Heartbeat heartbeat = new Heartbeat(
                Fleet.ORDERS,
                new NodeId(3),
                new Heartbeat.Beat("boot", 1, 500),
                new Heartbeat.Standing(new Term(7), new Term(7), Term.NONE, 41),
                new Heartbeat.Server(ServerState.RUNNING, Role.STANDBY, null, null, null),
                null);
        return new Agent.Node(heartbeat, 12, slots, idle, archiveReady);
    }
}

package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Terminal;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterShowTest {

    private final RecordedService monitor = new RecordedService();

    @AfterEach
    void stop() {
        monitor.close();
    }

    private Run show(String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(new String[] {"cluster", "show", "--monitor-url", monitor.url()}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Run.of(all);
    }

    @Test
    void aHealthyClusterIsATableOfItsNodes() {
        monitor.answering("/api/v1/clusters/orders", Fleet.healthyOrders());

        Run run = show("orders");

        assertThat(run.out()).isEqualTo("""
                 Cluster | ID | Name     | Role    | Status    | Upstream | Location | Priority | Timeline | Term | Lag          | Lease | Connection string
                ---------+----+----------+---------+-----------+----------+----------+----------+----------+------+--------------+-------+----------------------------
                 orders  | 1  | orders-1 | primary | * running |          | default  | 100      | 2        | 7    |              | held  | host=10.0.0.1 user=pgbaton
                 orders  | 2  | orders-2 | standby |   running | orders-1 | default  | 100      | 2        | 7    | 0 bytes      | none  | host=10.0.0.2 user=pgbaton
                 orders  | 3  | orders-3 | standby |   running | orders-1 | default  | 100      | 2        | 7    | 16 MB, 2.5 s | none  | host=10.0.0.3 user=pgbaton
                """);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void issuesFollowTheTableAndEndItWith25() {
        monitor.answering("/api/v1/clusters/orders", Fleet.ordersWithALostStandby());

        Run run = show("orders", "--compact");

        assertThat(run.out()).isEqualTo("""
                 Cluster | ID | Name     | Role    | Status        | Upstream   | Location | Prio. | TLI | Term | Lag     | Lease
                ---------+----+----------+---------+---------------+------------+----------+-------+-----+------+---------+-------
                 orders  | 1  | orders-1 | primary | * running     |            | default  | 100   | 2   | 7    |         | held
                 orders  | 2  | orders-2 | standby |   running     | orders-1   | default  | 100   | 2   | 7    | 0 bytes | none
                 orders  | 3  | orders-3 | standby | ? unreachable | ? orders-1 | default  | 100   | 2   | 7    | ?       | none

                WARNING: following issues were detected
                  - orders-3 has not been heard of for 12 s
                """);
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void terseKeepsTheExitCodeAndHidesTheIssues() {
        monitor.answering("/api/v1/clusters/orders", Fleet.ordersWithALostStandby());

        Run run = show("orders", "--terse");

        assertThat(run.out()).doesNotContain("WARNING");
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void theFleetIsEveryClusterAndNamesItInItsIssues() {
        monitor.answering("/api/v1/clusters", List.of(Fleet.billing(), Fleet.healthyOrders()));

        Run run = show("--compact");

        assertThat(run.out()).startsWith("""
                 Cluster | ID | Name      | Role    | Status    | Upstream | Location | Prio. | TLI | Term | Lag          | Lease
                ---------+----+-----------+---------+-----------+----------+----------+-------+-----+------+--------------+----------
                 billing | 1  | billing-1 | primary | - failed  |          | default  | 100   | ?   | 1    |              | released
                """);
        assertThat(run.out()).endsWith("""

                WARNING: following issues were detected
                  - billing: there is no writable primary
                """);
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void csvIsRepmgrsForOneCluster() {
        monitor.answering("/api/v1/clusters/orders", Fleet.ordersWithALostStandby());

        Run run = show("orders", "--csv");

        assertThat(run.out()).isEqualTo("""
                1,0,0
                2,0,1
                3,-1,-1
                """);
        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
    }

    @Test
    void csvOfTheFleetBeginsWithTheCluster() {
        monitor.answering("/api/v1/clusters", List.of(Fleet.billing(), Fleet.healthyOrders()));

        assertThat(show("--csv").out()).isEqualTo("""
                billing,1,-1,-1
                orders,1,0,0
                orders,2,0,1
                orders,3,0,1
                """);
    }

    @Test
    void jsonIsTheRecordItselfAndReadsBack() {
        monitor.answering("/api/v1/clusters/orders", Fleet.ordersWithALostStandby());

        Run run = show("orders", "--json");

        assertThat(Wire.read(run.out().getBytes(StandardCharsets.UTF_8), ClusterStatus.class))
                .isEqualTo(new Wire.Known<>(Fleet.ordersWithALostStandby()));
        assertThat(run.out()).contains("\"asOf\" : \"2026-11-23T11:00:00.123456Z\"");
    }

    @Test
    void jsonOfTheFleetIsAList() {
        monitor.answering("/api/v1/clusters", List.of(Fleet.billing(), Fleet.healthyOrders()));

        assertThat(Wire.read(show("--json").out().getBytes(StandardCharsets.UTF_8), ClusterStatus[].class))
                .isInstanceOfSatisfying(
                        Wire.Known.class,
                        known -> assertThat((Object[]) known.value())
                                .containsExactly(Fleet.billing(), Fleet.healthyOrders()));
    }

    @Test
    void theConfigurationFileSaysWhichClusterAndAllOverridesIt(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("agent.conf"), "node_id=2\ncluster='orders' # ours\n");
        monitor.answering("/api/v1/clusters/orders", Fleet.healthyOrders());
        monitor.answering("/api/v1/clusters", List.of());
        Map<String, String> environment = Map.of("PGBATON_MONITOR_URL", monitor.url());

        Run.in(environment, directory, Terminal.plain(), "cluster", "show");
        Run.in(environment, directory, Terminal.plain(), "cluster", "show", "--all");

        assertThat(monitor.asked()).containsExactly("GET /api/v1/clusters/orders", "GET /api/v1/clusters");
    }

    @Test
    void aTerminalGetsColoursAndItsWidth() {
        monitor.answering("/api/v1/clusters/orders", Fleet.healthyOrders());
        Map<String, String> environment = Map.of("TERM", "xterm", "PGBATON_MONITOR_URL", monitor.url());

        Run run = Run.in(
                environment, Path.of("/nonexistent"), Terminal.of("60", environment), "cluster", "show", "orders");

        assertThat(run.out().lines().toList().get(2))
                .isEqualTo("\u001b[32m orders  | 1  | orders-1 | primary | * running |          |…\u001b[0m");
        assertThat(run.out().lines().toList().get(3)).doesNotContain("\u001b").hasSize(60);
    }

    @Test
    void noColorTurnsColoursOff() {
        monitor.answering("/api/v1/clusters/orders", Fleet.healthyOrders());
        Map<String, String> environment =
                Map.of("TERM", "xterm", "NO_COLOR", "1", "PGBATON_MONITOR_URL", monitor.url());

        Run run = Run.in(
                environment, Path.of("/nonexistent"), Terminal.of("300", environment), "cluster", "show", "orders");

        assertThat(run.out()).contains("* running").doesNotContain("\u001b");
    }
}

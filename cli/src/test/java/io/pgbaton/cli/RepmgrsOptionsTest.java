package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.RequestStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Options that a repmgr user's fingers know.
class RepmgrsOptionsTest {

    private final RecordedService monitor = new RecordedService();
    private final RecordedService failover = new RecordedService();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        monitor.close();
        failover.close();
    }

    @Test
    void aDumpHasEverySettingAndNoSecret() throws IOException {
        Path conf = Files.writeString(directory.resolve("agent.conf"), """
                node_id=2  # the second
                cluster = 'orders'
                conninfo = 'host=db user=agent password=hidden1 dbname=app'
                pgbouncer = 'postgresql://admin:hidden2@127.0.0.1:6432/pgbouncer'
                failover_validation_command = '/bin/may ''%n'''
                cluster_secret = 'hidden3hidden3hidden3'
                """);

        Run run = Run.of("--dump-config", "-f", conf.toString());

        assertThat(run.out().lines())
                .containsExactly(
                        "cluster|orders",
                        "cluster_secret|********",
                        "conninfo|host=db user=agent password=******** dbname=app",
                        "failover_validation_command|/bin/may '%n'",
                        "node_id|2",
                        "pgbouncer|postgresql://admin:********@127.0.0.1:6432/pgbouncer");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void aDumpOfNoFileIsRefused() {
        assertThat(Run.of("--dump-config").err())
                .contains("no configuration file here")
                .hasLineCount(1);
    }

    @Test
    void theVersionIsANumberToo() {
        assertThat(Run.of("--version-number").out()).matches("\\d+\n");
    }

    @Test
    void levelsAreVerboseAndQuiet() {
        monitor.answering("/api/v1/clusters", List.of());

        assertThat(Run.of("cluster", "show", "-L", "DEBUG", "--monitor-url", monitor.url())
                        .err())
                .contains("monitor service: ");
        assertThat(Run.of("cluster", "show", "--log-level=INFO", "--monitor-url", monitor.url())
                        .err())
                .isEmpty();
        assertThat(Run.of("cluster", "show", "-L", "LOUD").err())
                .contains("LOUD")
                .hasLineCount(1);
    }

    @Test
    void serviceStatusHasRepmgrsLineForEachNode() {
        monitor.answering("/api/v1/clusters/orders", Fleet.ordersWithALostStandby());

        assertThat(status("--csv").out().lines())
                .startsWith("1,orders-1,primary,1,1,-1,0,100,0,default", "2,orders-2,standby,1,1,-1,0,100,0,default");
    }

    @Test
    void aShortServiceStatusHasFewerColumns() {
        assertThat(status("--compact", "--detail").out())
                .contains("Automatic failover", "Switchover")
                .doesNotContain("Last failover");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            node rejoin --node-id 1 -d host=n2 --force-rewind --config-files=a,b --config-archive-dir=/x | rejoin-node
            node rejoin --node-id 1 -h n2 -U repmgr -d repmgr -W                                          | rejoin-node
            primary register --node-id 1 -F --replication-user=repl                                       | register-primary
            standby register --node-id 2 -F --wait-start=30 --wait-sync -D /data                          | register-node
            witness register --node-id 9 -h n1 -p 5432 -F                                                 | register-node
            standby promote --node-id 2 -F --siblings-follow                                              | promote-standby
            standby follow --node-id 2 -R postgres -b /usr/bin                                            | follow-upstream
            """)
    void whatHasNothingToChooseHereIsTakenWithAWord(String command, String wish) {
        Run run = failover.ask(State.DONE, command.split(" "));

        assertThat(failover.asked().getFirst()).contains("\"wish\":{\"type\":\"" + wish + "\"");
        assertThat(run.err()).isNotBlank();
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(failover.ask(State.DONE, (command + " --quiet").split(" ")).err())
                .isEmpty();
    }

    @Test
    void aWaitNeedsNoNumber() {
        failover.ask(State.DONE, "service", "unpause");

        Run run = Run.of(
                "standby", "follow", "-w", "--node-id", "2", "--cluster", "orders", "--failover-url", failover.url());

        assertThat(run.out()).contains("node 2 streams from the primary of orders");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void anUpstreamIsNotPassedOverInSilence() {
        Run run = failover.ask(State.DONE, "standby", "register", "--node-id", "3", "--upstream-node-id", "2");

        assertThat(run.err())
                .contains("pgbaton standby follow --upstream-node-id 2")
                .hasLineCount(1);
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
        assertThat(failover.asked()).isEmpty();
    }

    private Run status(String... words) {
        failover.answering("/api/v1/clusters/orders/view", Fleet.view(1, 7));
        List<String> all = new ArrayList<>(List.of("service", "status", "--cluster", "orders"));
        all.addAll(List.of("--monitor-url", monitor.url(), "--failover-url", failover.url()));
        all.addAll(List.of(words));
        return Run.of(all.toArray(String[]::new));
    }
}

package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.RequestStatus.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// repmgr's other words for a command do what the command does.
class AliasesTest {

    private final RecordedService failover = new RecordedService();
    private final RecordedService monitor = new RecordedService();

    @AfterEach
    void stop() {
        failover.close();
        monitor.close();
    }

    @ParameterizedTest
    @CsvSource({
        "cluster events, cluster event",
        "daemon status, service status",
        "primary check --node-id 2, node check --node-id 2",
        "standby check --node-id 2, node check --node-id 2",
        "master status --node-id 2, node status --node-id 2",
        "primary status --node-id 2, node status --node-id 2",
        "standby status --node-id 2 --csv, node status --node-id 2 --csv",
    })
    void whatIsShownIsTheSame(String alias, String command) {
        monitor.answering("/api/v1/clusters/orders", Fleet.healthyOrders());
        monitor.answering("/api/v1/events", List.of(Fleet.event("standby_promote", null, true, "so")));
        failover.answering("/api/v1/clusters/orders/view", Fleet.view(1, 7));

        Run said = run(alias);

        assertThat(said.out()).isNotEmpty();
        assertThat(said).isEqualTo(run(command));
    }

    @ParameterizedTest
    @CsvSource({
        "master register --node-id 3, register-primary",
        "master unregister --node-id 3, unregister-node",
        "daemon pause, pause",
        "daemon unpause, resume",
    })
    void whatIsAskedForIsTheSame(String alias, String wish) {
        failover.answering("/api/v1/clusters/orders/view", Fleet.view(1, 7));
        failover.ask(State.DONE, alias.split(" "));

        assertThat(failover.asked().getLast()).contains("\"wish\":{\"type\":\"" + wish + "\"");
    }

    @Test
    void helpTellsTheOtherNamesAndLeavesOutTheVerbsOfOtherObjects() {
        assertThat(Run.of("--help").out()).contains("primary, master");
        assertThat(Run.of("cluster", "--help").out()).contains("event, events");
        assertThat(Run.of("standby", "--help").out()).contains("switchover").doesNotContain("Checks one node");
    }

    private Run run(String command) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--cluster", "orders", "--monitor-url", monitor.url(), "--failover-url", failover.url()));
        return Run.of(words.toArray(String[]::new));
    }
}

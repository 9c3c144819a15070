package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.RequestStatus.State;
import io.pgbaton.contracts.Term;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is asked of pgbaton about its acting by itself.
class AutomationTest {

    private final RecordedService failover = new RecordedService();

    @AfterEach
    void stop() {
        failover.close();
    }

    @ParameterizedTest
    @CsvSource({
        "service, unpause, '{\"type\":\"resume\"}', automatic failover of orders is on again",
        "service, resume, '{\"type\":\"resume\"}', automatic failover of orders is on again",
        "cluster, acknowledge, '{\"type\":\"acknowledge\"}', the next failover of orders need not wait",
        "cluster, accept-loss, '{\"type\":\"accept-loss\"}', the election of orders goes on with what there is",
        "service, pause, '{\"type\":\"pause\",\"reason\":\"maintenance\"}', "
                + "automatic failover of orders is paused until somebody says unpause",
    })
    void eachAsksForOneThingAndSaysWhatHoldsNow(String object, String verb, String wish, String end) {
        Run run = failover.ask(State.DONE, object, verb);

        assertThat(failover.asked().getFirst()).endsWith("\"wish\":" + wish + "}");
        assertThat(run.out()).endsWith(": " + end + "\n");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void aPauseHasAnEndAndAReason() {
        Run run = failover.ask(State.DONE, "service", "pause", "--for", "2h", "--reason", "new switch");

        assertThat(failover.asked().getFirst())
                .contains("\"reason\":\"new switch\"")
                .contains("\"until\":\"");
        assertThat(run.out()).contains("is paused until 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0h", "2 hours", "h", "-1d", ""})
    void aPauseOfNoKnownLengthIsNotAskedFor(String length) {
        Run run = failover.ask(State.DONE, "service", "pause", "--for", length);

        assertThat(run.err()).contains("--for").contains("such as 2h");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
        assertThat(failover.asked()).isEmpty();
    }

    @Test
    void aRefusalEndsWithOne() {
        Run run = failover.ask(State.REFUSED, "cluster", "accept-loss", "--to-node-id", "3");

        assertThat(failover.asked().getFirst()).contains("{\"type\":\"accept-loss\",\"to\":3}");
        assertThat(run.err()).isEqualTo("pgbaton: accepted loss of orders: so\n");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    @Test
    void statusTellsWhoPausedAndUntilWhen() {
        ClusterPolicy.Pause pause =
                new ClusterPolicy.Pause("alice", "new switch", Fleet.NOON, Instant.parse("2026-11-23T13:00:00Z"));
        ClusterPolicy policy = new ClusterPolicy(
                pause,
                new ClusterPolicy.Synchronous(1, List.of(new NodeId(2))),
                new ClusterPolicy.LastFailover(Fleet.NOON, new Term(7), true));
        failover.answering(
                "/api/v1/clusters/orders/view",
                new ClusterView(
                        Fleet.ORDERS,
                        41,
                        new ClusterView.Reign(new Term(7), new NodeId(1), null, null),
                        new Phase.Steady(),
                        List.of(),
                        policy));

        Run run = Run.of("service", "status", "--cluster", "orders", "--failover-url", failover.url());

        assertThat(run.out())
                .contains("paused by alice until 2026-11-23 14:00:00+01:00")
                .contains("new switch")
                .contains("2026-11-23 12:00:00+01:00, acknowledged")
                .contains("1 of node 2");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(Run.of("service", "status", "--cluster", "orders", "--failover-url", failover.url(), "--json")
                        .out())
                .contains("\"acknowledged\" : true");
    }
}

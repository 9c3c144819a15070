package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private final RecordedService monitor = new RecordedService();

    @AfterEach
    void stop() {
        monitor.close();
    }

    private Run watch(Terminal terminal, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--monitor-url", monitor.url(), "--interval", "1s"));
        return Run.in(Map.of(), Path.of("/nonexistent"), terminal, all.toArray(String[]::new));
    }

    @Test
    void aClusterIsDrawnWithItsIssuesAndItsLastEvents() {
        monitor.answering("/api/v1/clusters/orders", Fleet.healthyOrders(), Fleet.ordersWithALostStandby())
                .answering("/api/v1/events", List.of(Fleet.event("server_up", null, true, "it is up")));

        Run run = watch(Terminal.plain(), "cluster", "watch", "orders", "--count", "2");

        assertThat(run.out())
                .containsSubsequence(
                        "orders  ok, term 7",
                        "it is up",
                        "orders  degraded, term 7",
                        "? unreachable orders-3",
                        "  - orders-3 has not been heard of for 12 s",
                        "it is up");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void onATerminalEachPictureTakesThePlaceOfTheLast() {
        monitor.answering("/api/v1/clusters", List.of(Fleet.billing(), Fleet.healthyOrders()));

        Run run = watch(new Terminal(100, false), "fleet", "watch", "--sick", "--count", "1");

        assertThat(run.out())
                .startsWith("\u001b[H1 cluster, 0 ok, 1 not\u001b[K\n")
                .endsWith("\u001b[J");
    }

    @Test
    void aTerminalThatDoesNotSayHowWideItIsIsATerminal() {
        monitor.answering("/api/v1/clusters", List.of(Fleet.billing()));

        Run run = watch(Terminal.of("0", Map.of("TERM", "xterm")), "fleet", "watch", "--count", "1");

        assertThat(run.out()).startsWith("\u001b[H1 cluster").contains("there is no writable primary");
    }

    @Test
    void whatCannotBeLookedAtIsSaidAboveTheLastPictureAndTheFirstLookHasToSucceed() {
        monitor.answering("/api/v1/clusters", List.of(Fleet.healthyOrders()))
                .refusing("/api/v1/clusters", 503, "no news yet");

        Run later = watch(Terminal.plain(), "fleet", "watch", "--count", "3");
        Run first = watch(Terminal.plain(), "fleet", "watch", "--count", "1");

        assertThat(later.out()).containsSubsequence("1 cluster, 1 ok", "pgbaton: ", "no news yet", "1 cluster, 1 ok");
        assertThat(later.out().split("pgbaton: ", -1)).hasSize(3);
        assertThat(later.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(first.err()).contains("no news yet");
        assertThat(first.code()).isNotEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void anIntervalOrCountThatIsNoneIsNamed() {
        assertThat(watch(Terminal.plain(), "fleet", "watch", "--count", "0").err())
                .contains("--count 0 is out of range");
    }
}

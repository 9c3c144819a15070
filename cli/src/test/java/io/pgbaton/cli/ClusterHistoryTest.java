package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Sparkline;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.HistorySample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterHistoryTest {

    private final RecordedService monitor = new RecordedService();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @AfterEach
    void stop() {
        monitor.close();
    }

    private Run history(List<HistorySample> samples, String... options) {
        monitor.answering("/api/v1/history", samples).answering("/api/v1/clusters/orders", Fleet.healthyOrders());
        List<String> words = new ArrayList<>(List.of("cluster", "history", "orders", "--monitor-url", monitor.url()));
        words.addAll(List.of(options));
        return Run.of(words.toArray(String[]::new));
    }

    private HistorySample sample(int secondsAgo, int standby, long received, long replayed) {
        return new HistorySample(now.minusSeconds(secondsAgo), new NodeId(1), new NodeId(standby), received, replayed);
    }

    @Test
    void eachStandbyHasALineWithItsWorstAndAChart() {
        Run run = history(List.of(
                sample(600, 2, 0, 0), sample(450, 2, 12_000_000, 4_777_216), sample(5, 2, 0, 0), sample(300, 3, 0, 0)));

        assertThat(run.out().lines().toList()).hasSize(4);
        assertThat(run.out()).startsWith(" Standby  | Now     | Most    | At ").contains("The last 15min");
        assertThat(run.out().lines().toList().get(2))
                .startsWith(" orders-2 | 0 bytes | 16 MB ")
                .contains("█");
        assertThat(run.out().lines().toList().get(3))
                .startsWith(" orders-3 | 0 bytes | 0 bytes ")
                .doesNotContain("█");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(monitor.asked().getFirst()).contains("cluster=orders&from=").doesNotContain("node=");
    }

    @Test
    void whoIsPrimaryByNowIsSaidInPlaceOfItsLastLag() {
        Run run = history(List.of(sample(600, 1, 4096, 0)));

        assertThat(run.out().lines().toList().get(2)).startsWith(" orders-1 | primary | 4096 bytes ");
    }

    @Test
    void oneStandbyAndALongerTimeAreAskedFor() {
        history(List.of(), "--node-id", "2", "--last", "2h");

        Instant from = Instant.parse(
                monitor.asked().getFirst().replaceFirst(".*&from=", "").replaceFirst("&.*", ""));
        assertThat(monitor.asked().getFirst()).contains("&node=2&");
        assertThat(from).isBetween(now.minusSeconds(7_201), now.minusSeconds(7_100));
    }

    @Test
    void csvIsEverySampleAndNoSamplesAreSaid() {
        assertThat(history(List.of(sample(5, 2, 7, 8)), "--csv").out()).isEqualTo(now.minusSeconds(5) + ",2,1,7,8\n");
        assertThat(history(List.of(sample(5, 2, 7, 8)), "--json").out())
                .contains(now.minusSeconds(5).toString());
    }

    @Test
    void noSamplesAreSaid() {
        assertThat(history(List.of()).out()).isEqualTo("no samples of orders in the last 15min\n");
    }

    @Test
    void aLengthThatIsNoneIsNamed() {
        Run run = history(List.of(), "--last", "soon");

        assertThat(run.err()).contains("--last soon: a number with s, min, h or d is expected");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    @Test
    void aChartIsRelativeToItsLargestAndBlankWhereNothingIsKnown() {
        assertThat(Sparkline.of(0, 1, 50, 100, Sparkline.UNKNOWN)).isEqualTo("▁▂▅█ ");
    }
}

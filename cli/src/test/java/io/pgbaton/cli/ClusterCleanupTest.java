package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.fleet.HistoryCleanup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterCleanupTest {

    private static final String CLEANUP = "/api/v1/history/cleanup";

    private final RecordedService monitor = new RecordedService();

    @AfterEach
    void stop() {
        monitor.close();
    }

    private Run cleanup(String... words) {
        String[] all = new String[words.length + 6];
        System.arraycopy(
                new String[] {"cluster", "cleanup", "--cluster", "orders", "--monitor-url", monitor.url()},
                0,
                all,
                0,
                6);
        System.arraycopy(words, 0, all, 6, words.length);
        return Run.of(all);
    }

    @Test
    void itAsksAgainUntilNothingIsLeftAndSaysHowMuchWentBefore() {
        monitor.answering(CLEANUP, new HistoryCleanup.Done(20_000, false), new HistoryCleanup.Done(17, true));

        Run run = cleanup("-k", "7", "--node-id", "3");

        assertThat(monitor.asked().getFirst()).contains("\"cluster\":\"orders\",\"node\":3,\"keepDays\":7");
        assertThat(monitor.asked().getLast()).contains("\"deletedBefore\":20000");
        assertThat(run.out()).isEqualTo("done: 20017 samples of orders deleted\n");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void aDryRunCounts() {
        monitor.answering(CLEANUP, new HistoryCleanup.Done(17, true));

        Run run = cleanup("--dry-run");

        assertThat(monitor.asked().getFirst()).contains("\"dryRun\":true");
        assertThat(run.out()).isEqualTo("17 samples of orders would be deleted\ndry run: nothing was changed\n");
        assertThat(cleanup("--dry-run", "--json").out()).contains("\"samples\" : 17");
    }

    @Test
    void anImpossibleAgeIsRefused() {
        Run run = cleanup("--keep-history", "-1");

        assertThat(run.err()).isEqualTo("pgbaton: --keep-history -1 is out of range: it is 0 or more days\n");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }
}

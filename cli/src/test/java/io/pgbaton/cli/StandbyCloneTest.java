package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Terminal;
import io.pgbaton.contracts.Copying;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandbyCloneTest {

    private static final RequestStatus UNDER_WAY = status(RequestStatus.State.RUNNING);
    private static final long MB = 1 << 20;

    private final RecordedService failover = new RecordedService();

    @AfterEach
    void stop() {
        failover.close();
    }

    private static RequestStatus status(RequestStatus.State state) {
        return new RequestStatus(
                new RequestId("r-1"), Fleet.ORDERS, state, List.of(new RequestStatus.Step(Fleet.NOON, "alice asked")));
    }

    private static RequestStatus copied(long megabytes) {
        return UNDER_WAY.with(new Copying(megabytes * MB, 2000 * MB, 100 * MB));
    }

    private Run clone(Terminal terminal) {
        failover.answering("/api/v1/clusters/orders/requests", UNDER_WAY)
                .answering(
                        "/api/v1/requests/r-1",
                        copied(100),
                        copied(150),
                        copied(1000),
                        status(RequestStatus.State.DONE));
        return Run.in(
                Map.of(),
                Path.of("/nonexistent"),
                terminal,
                "standby",
                "clone",
                "--cluster",
                "orders",
                "--node-id",
                "3",
                "--failover-url",
                failover.url());
    }

    @Test
    void aTerminalGetsABarThatIsDrawnOver() {
        Run run = clone(new Terminal(100, false));

        assertThat(run.out())
                .contains(
                        "\r[##......................................] 5 %, 100 MB of 2000 MB, 100 MB/s, 19.0 s left\u001b[K\r[",
                        "] 50 %, 1000 MB of 2000 MB, 100 MB/s, 10.0 s left\u001b[K\r\u001b[Kdone in ");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void aFileGetsALineEveryTenthPercent() {
        Run run = clone(Terminal.plain());

        assertThat(run.out().lines().filter(line -> line.startsWith("cloning: ")))
                .containsExactly(
                        "cloning: 5 %, 100 MB of 2000 MB, 100 MB/s, 19.0 s left",
                        "cloning: 50 %, 1000 MB of 2000 MB, 100 MB/s, 10.0 s left");
    }

    @Test
    void theToolGoesWithTheRequest() {
        failover.answering("/api/v1/clusters/orders/requests", status(RequestStatus.State.DONE));

        assertThat(clone("--from", "barman").code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(failover.asked().getLast()).contains("\"tool\":\"BARMAN\"");
        assertThat(clone("--without-barman").code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(failover.asked().getLast()).contains("\"tool\":\"PG_BASEBACKUP\"");
    }

    @Test
    void aToolThatIsNoneIsRefused() {
        assertThat(clone("--from", "tape").err()).contains("--from tape: it is pg_basebackup, pgbackrest or barman");
        Run both = clone("--without-barman", "--from", "pgbackrest");
        assertThat(both.code()).isEqualTo(ExitCode.BAD_CONFIG);
        assertThat(both.err()).contains("--without-barman and --from pgbackrest contradict each other");
        assertThat(failover.asked()).isEmpty();
    }

    @Test
    void howItIsToBeMadeGoesWithTheRequest() {
        failover.answering("/api/v1/clusters/orders/requests", status(RequestStatus.State.DONE));

        Run run = clone("--upstream-node-id", "2", "-c", "--verify-backup", "--copy-external-config-files=pgdata");

        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(failover.asked().getFirst())
                .contains("\"upstream\":2", "\"fastCheckpoint\":true", "\"verify\":true", "\"PGDATA\"");
    }

    @Test
    void configurationFilesGoToOneOfTwoPlaces() {
        Run run = clone("--copy-external-config-files=elsewhere");

        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
        assertThat(run.err()).isEqualTo("pgbaton: --copy-external-config-files elsewhere: it is samepath or pgdata\n");
    }

    private Run clone(String... options) {
        List<String> words = new ArrayList<>(List.of("standby", "clone", "--cluster", "orders", "--node-id", "3"));
        words.addAll(List.of("--failover-url", failover.url()));
        words.addAll(List.of(options));
        return Run.in(Map.of(), Path.of("/nonexistent"), Terminal.plain(), words.toArray(new String[0]));
    }
}

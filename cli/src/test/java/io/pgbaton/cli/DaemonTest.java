package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `daemon start` and `stop`, with commands that do nothing: a real agent is started in the tests of a whole cluster.
class DaemonTest {

    private static final String NOBODY = "127.0.0.1:1";

    private final RecordedService agent = new RecordedService();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        agent.close();
    }

    private Run daemon(String listen, String start, String stop, String... words) throws IOException {
        Path conf = Files.writeString(
                directory.resolve("agent.conf"),
                "cluster = orders\nnode_id = 2\nhttp_listen = '%s'\nagent_service_start_command = '%s'\nagent_service_stop_command = '%s'\n"
                        .formatted(listen, start, stop));
        return Run.of(Stream.concat(Stream.of("daemon", "-f", conf.toString()), Stream.of(words))
                .toArray(String[]::new));
    }

    private String listening() {
        return agent.url().substring("http://".length());
    }

    @Test
    void aDryRunSaysWhatWouldBeRun() throws IOException {
        Run run = daemon(NOBODY, "touch ''" + directory.resolve("ran") + "''", "", "start", "--dry-run");

        assertThat(run.out())
                .isEqualTo("would run: touch '" + directory.resolve("ran") + "'\ndry run: nothing was changed\n");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void withoutSettingsItIsTheServiceManagersUnit() throws IOException {
        assertThat(daemon(NOBODY, "", "", "start", "--dry-run").out())
                .startsWith("would run: systemctl start pgbaton-agent\n");
    }

    @Test
    void anAgentThatRunsIsNotStartedAgain() throws IOException {
        Run run = daemon(listening(), "touch " + directory.resolve("ran"), "", "start");

        assertThat(run.err())
                .isEqualTo(
                        "pgbaton: the agent of node 2 on this host runs already: it answers at " + agent.url() + "\n");
        assertThat(run.code()).isEqualTo(ExitCode.AGENT_SERVICE);
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void anAgentThatIsNotThereIsNotStopped() throws IOException {
        Run run = daemon(NOBODY, "", "touch " + directory.resolve("ran"), "stop");

        assertThat(run.err())
                .isEqualTo("pgbaton: the agent of node 2 on this host is not there: nobody answers at http://" + NOBODY
                        + "\n");
        assertThat(run.code()).isEqualTo(ExitCode.AGENT_SERVICE);
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void aPrimarysAgentIsStoppedByForceOnly() throws IOException {
        agent.answering("/liveness", Map.of()).answering("/primary", Map.of());

        Run refused = daemon(listening(), "", "true", "stop", "--dry-run");
        Run forced = daemon(listening(), "", "true", "stop", "--dry-run", "--force");

        assertThat(refused.err())
                .contains("has the primary", "pgbaton standby switchover", "--force")
                .hasLineCount(1);
        assertThat(refused.code()).isEqualTo(ExitCode.BAD_CONFIG);
        assertThat(forced.code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void aCommandThatFailsIsQuotedWithItsLastLine() throws IOException {
        Run run = daemon(NOBODY, "echo no; echo Unit not found. >&2; exit 5", "", "start");

        assertThat(run.err())
                .isEqualTo("pgbaton: \"echo no; echo Unit not found. >&2; exit 5\" ended with 5: Unit not found.\n");
        assertThat(run.code()).isEqualTo(ExitCode.AGENT_SERVICE);
    }

    @Test
    void anAgentThatNeverAnswersIsWaitedForNoLongerThanAsked() throws IOException {
        Run run = daemon(NOBODY, "true", "", "start", "--wait", "1");

        assertThat(run.err())
                .contains("does not answer at http://" + NOBODY + " after 1 s")
                .hasLineCount(1);
        assertThat(run.code()).isEqualTo(ExitCode.AGENT_SERVICE);
        assertThat(daemon(NOBODY, "true", "", "start", "--no-wait").code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void withoutAConfigurationFileItIsNotKnownWhose() {
        assertThat(Run.of("daemon", "stop").err())
                .contains("run this on the node's host")
                .hasLineCount(1);
    }

    @Test
    void jsonHasTheSame() throws IOException {
        assertThat(daemon(NOBODY, "true", "", "start", "--dry-run", "--json").out())
                .contains("\"agent\" : \"stopped\"", "\"command\" : \"true\"", "\"dryRun\" : true");
    }
}

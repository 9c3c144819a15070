package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever goes wrong is one line on standard error that says what to do.
class WrongUseTest {

    private final RecordedService service = new RecordedService();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aMisspeltVerbIsAnsweredWithTheRightOne() {
        refused(
                "pgbaton: there is no \"shw\" here, did you mean show? (see pgbaton cluster --help)\n",
                "cluster",
                "shw");
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheLikeliestAndTheHelp() {
        refused(
                "pgbaton: there is no \"--jsno\" here, did you mean --json? (see pgbaton node status --help)\n",
                "node",
                "status",
                "--jsno");
    }

    @Test
    void contradictingFormatsAreRefused() {
        refused(
                "pgbaton: --csv, --json are mutually exclusive (specify only one) (see pgbaton cluster show --help)\n",
                "cluster",
                "show",
                "--csv",
                "--json");
    }

    @Test
    void aClusterNameThatCannotBeIsRefused() {
        refused(
                "pgbaton: cluster \"Orders!\" is not a cluster name: use 1 to 63 of a-z, 0-9, _ and -, beginning with a "
                        + "letter or digit\n",
                "cluster",
                "show",
                "Orders!");
    }

    @Test
    void aMissingConfigurationFileIsNamed() {
        refused(
                "pgbaton: configuration file /nonexistent/agent.conf does not exist: give another with -f\n",
                "-f",
                "/nonexistent/agent.conf",
                "cluster",
                "show");
    }

    @Test
    void aWrongNodeNumberInTheFileIsNamedWithItsLine(@TempDir Path directory) throws Exception {
        Path conf = Files.writeString(directory.resolve("agent.conf"), "# ours\ncluster=orders\nnode_id='one'\n");

        refused(
                "pgbaton: " + conf + ", line 3: node_id \"one\" is no node number: it is a whole number of 1 or more\n",
                "node",
                "status",
                "-f",
                conf.toString());
    }

    @Test
    void aCommandAboutAClusterWantsToKnowWhich() {
        refused(
                "pgbaton: which cluster? give --cluster NAME, or -f with this node's agent.conf\n",
                "standby",
                "switchover");
    }

    @Test
    void anAddressWithoutASchemeIsExplained() {
        refused(
                "pgbaton: --monitor-url \"monitor:8742\" is no address: write it as http://host:port or "
                        + "https://host:port\n",
                "cluster",
                "show",
                "--monitor-url",
                "monitor:8742");
    }

    @Test
    void anUnknownClusterIsTheServicesOwnSentence() {
        service.refusing("/api/v1/clusters/nope", 404, "there is no cluster nope: it has never reported");

        refused(
                "pgbaton: there is no cluster nope: it has never reported\n",
                "cluster",
                "show",
                "nope",
                "--monitor-url",
                service.url());
    }

    @Test
    void aServiceThatIsNotThereEndsWith6AndEveryAddressTried() {
        Run run = Run.of("cluster", "show", "--monitor-url", "http://127.0.0.1:1,http://127.0.0.1:2");

        assertThat(run.err())
                .isEqualTo("pgbaton: no answer from the monitor service at http://127.0.0.1:1 (connection refused), "
                        + "http://127.0.0.1:2 (connection refused): start it, or say where it is with --monitor-url\n");
        assertThat(run.code()).isEqualTo(ExitCode.CONNECTION);
    }

    @Test
    void somethingElseAtTheAddressEndsWith6() {
        service.answering("/api/v1/clusters", Map.of("hello", "world"));

        Run run = Run.of("cluster", "show", "--monitor-url", service.url());

        assertThat(run.err())
                .contains("is a pgbaton service of this version there?")
                .hasLineCount(1);
        assertThat(run.code()).isEqualTo(ExitCode.CONNECTION);
    }

    @Test
    void aRecordWithAHoleInItEndsWith6AndOneLine() {
        service.answering("/api/v1/clusters/orders", Map.of("cluster", "orders"));

        Run run = Run.of("cluster", "show", "orders", "--monitor-url", service.url());

        assertThat(run.err())
                .contains("answered no ClusterStatus (", "is a pgbaton service of this version there?")
                .hasLineCount(1);
        assertThat(run.code()).isEqualTo(ExitCode.CONNECTION);
    }

    @Test
    void nothingAtAllShowsTheHelpOnStandardError() {
        Run run = Run.of();

        assertThat(run.err()).startsWith("Usage: pgbaton [OPTIONS] [COMMAND]").contains("Exit status:");
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }

    @Test
    void helpTeachesWithExamplesAndListsTheExitCodes() {
        Run run = Run.of("standby", "switchover", "--help");

        assertThat(run.out())
                .contains("Examples:", "pgbaton standby switchover --cluster orders --to orders-2 --dry-run")
                .contains("  18   the switchover was refused", "  22   there is a new primary", "  6    ");
        assertThat(run.code()).isEqualTo(ExitCode.SUCCESS);
    }

    private static void refused(String line, String... arguments) {
        Run run = Run.of(arguments);
        assertThat(run.err()).isEqualTo(line);
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
    }
}

package io.pgbaton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Terminal;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.adopt.Finding;
import io.pgbaton.contracts.adopt.Survey;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pgbaton adopt`, with a recorded survey in place of an agent program that asks a server.
class AdoptTest {

    private static final Finding MUST = new Finding(
            Finding.Level.MUST,
            "wal_level",
            "minimal",
            "nobody can stream",
            "ALTER SYSTEM SET wal_level = 'replica';",
            true);
    private static final Finding FINE = Finding.fine("hot_standby", "on", "is needed");
    private static final Survey.Daemon RUNS = new Survey.Daemon(4711, false);
    private static final Survey.Daemon STOPPED = new Survey.Daemon(null, false);

    @TempDir
    Path directory;

    private Path conf = Path.of("");

    @BeforeEach
    void install() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("home/bin"));
        Path program = bin.resolve("pgbaton-agent");
        Files.writeString(program, """
                #!/bin/sh
                here=$(dirname "$0")
                [ "$1" != --survey ] || exec cat "$here/survey.json"
                [ ! -e "$here/refusal" ] || { cat "$here/refusal" >&2; exit 1; }
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("repmgr.conf"), "node_id=1\ndata_directory='" + directory + "'\n");
        conf = directory.resolve("agent.conf");
    }

    private static Survey.Registered node(int id, Survey.Kind type, Survey.@Nullable Daemon daemon) {
        Survey.Found found = daemon == null ? null : new Survey.Found(type, "2026-01-01", daemon);
        return new Survey.Registered(new NodeId(id), "n" + id, type, true, null, "10.0.0." + id, found);
    }

    private void finds(Survey.Daemon daemon, Finding... findings) throws IOException {
        Survey survey = new Survey(
                new NodeId(1),
                List.of(node(1, Survey.Kind.PRIMARY, daemon), node(2, Survey.Kind.STANDBY, STOPPED)),
                List.of(findings),
                new Survey.Translation(
                        List.of(new Survey.Setting("node_id", "1", "repmgr.conf")),
                        List.of(new Survey.Setting("promote_command", "", "the agent promotes by itself"))));
        Files.write(directory.resolve("home/bin/survey.json"), Wire.write(survey));
    }

    private Run adopt(String... options) {
        List<String> words = new ArrayList<>(List.of("adopt", "--output", conf.toString()));
        words.addAll(List.of(options));
        return Run.in(
                Map.of("PGBATON_HOME", directory.resolve("home").toString()),
                directory,
                Terminal.plain(),
                words.toArray(String[]::new));
    }

    private Run prepare(String... options) {
        List<String> words = new ArrayList<>(List.of("--cluster", "orders", "--bus", "kafka:9092"));
        words.addAll(List.of(options));
        return adopt(words.toArray(String[]::new));
    }

    @Test
    void withNothingInTheWayAgentConfIsWrittenAndTheNextStepsAreSaid() throws IOException {
        finds(RUNS, FINE);
        Run run = prepare();

        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(Files.readString(conf))
                .startsWith("# Made by pgbaton adopt from ")
                .contains("cluster='orders'\n", "bus='kafka:9092'\n", "http_listen='10.0.0.1:8008'\n", "node_id='1'\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(conf)))
                .isEqualTo("rw-r-----");
        assertThat(run.out())
                .contains("fine    hot_standby: on", "promote_command: the agent promotes by itself")
                .contains(
                        "stop repmgrd on every node: n1 (pid 4711)",
                        "without one, an outage of Kafka stops the primary");
    }

    @Test
    void whatMustBeMendedIsSaidWithItsRemedyAndNothingIsWritten() throws IOException {
        finds(RUNS, MUST, FINE);
        Run run = prepare("--terse");

        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
        assertThat(run.out())
                .contains("must    wal_level: minimal (nobody can stream)")
                .contains("ALTER SYSTEM SET wal_level = 'replica';  -- needs a restart")
                .doesNotContain("hot_standby");
        assertThat(conf).doesNotExist();
    }

    @Test
    void aDryRunNeedsNeitherNameNorBusAndWritesNothing() throws IOException {
        finds(RUNS, FINE);

        assertThat(adopt("--dry-run").code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(adopt("--dry-run").out()).contains("cluster='NAME'", "dry run: nothing was changed");
        finds(RUNS, MUST);
        assertThat(adopt("--dry-run").code()).isEqualTo(ExitCode.ISSUES_FOUND);
        assertThat(conf).doesNotExist();
    }

    @Test
    void aSecretIsWrittenAndNeverShown() throws IOException {
        finds(RUNS, FINE);
        Path secret = Files.writeString(directory.resolve("secret"), "0123456789abcdef0123\n");
        Run run = prepare("--secret-file", secret.toString());

        assertThat(Files.readString(conf)).contains("cluster_secret='0123456789abcdef0123'\n");
        assertThat(run.out()).contains("cluster_secret='…'").doesNotContain("0123456789abcdef0123");
        assertThat(prepare("--secret-file", secret.toString(), "--json").out()).doesNotContain("0123456789abcdef0123");
    }

    @Test
    void againItIsAsItHasToBeAndAnotherFileIsNotOverwritten() throws IOException {
        finds(RUNS, FINE);
        prepare();

        assertThat(adopt().out()).contains("is as it has to be");
        Files.writeString(conf, "node_id=1\n");
        assertThat(prepare().code()).isEqualTo(ExitCode.BAD_CONFIG);
        assertThat(prepare().err()).contains("--force overwrites it");
        assertThat(prepare("--force").code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void aFileThatTheAgentWouldRefuseIsNotLeftBehind() throws IOException {
        finds(RUNS, FINE);
        Files.writeString(directory.resolve("home/bin/refusal"), "pgbaton-agent: bus: host:port\n");
        Run run = prepare();

        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
        assertThat(run.err()).isEqualTo("pgbaton: bus: host:port\n");
        assertThat(conf).doesNotExist();
        assertThat(directory.resolve("agent.conf.new")).doesNotExist();
    }

    @Test
    void undoTakesBackWhatAdoptHasMadeAndNothingElse() throws IOException {
        finds(RUNS, FINE);
        prepare("--http-listen", "127.0.0.1:1");

        assertThat(adopt("--undo", "--dry-run").out()).contains("would be removed");
        assertThat(conf).exists();
        assertThat(adopt("--undo", "--json").out()).contains("\"removed\" : true");
        assertThat(conf).doesNotExist();
        assertThat(adopt("--undo").out()).contains("nothing to undo");
        Files.writeString(conf, "node_id=1\n");
        assertThat(adopt("--undo").err()).contains("was not made by adopt");
        assertThat(conf).exists();
    }

    @Test
    void undoTakesAGuardsStandbySignalFromAPrimary() throws IOException {
        finds(RUNS, FINE);
        prepare("--http-listen", "127.0.0.1:1");
        Path signal = Files.createFile(directory.resolve("standby.signal"));

        assertThat(adopt("--undo").code()).isEqualTo(ExitCode.SUCCESS);
        assertThat(signal).doesNotExist();
    }

    @Test
    void nobodyIsRegisteredBesideARepmgrd() throws IOException {
        finds(RUNS, FINE);
        Run run = adopt("--finish", "--cluster", "orders");

        assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
        assertThat(run.err()).contains("repmgrd is not stopped on n1 (10.0.0.1), running (pid 4711)");
    }

    @Test
    void whoIsMissingIsNamed() throws IOException {
        finds(STOPPED, FINE);
        ClusterView.Reign reign = new ClusterView.Reign(new Term(1), new NodeId(1), null, null);
        ClusterView view = new ClusterView(Fleet.ORDERS, 3, reign, new Phase.Steady(), List.of());
        try (RecordedService failover = new RecordedService().answering("/api/v1/clusters/orders/view", view)) {
            Run run = adopt("--finish", "--cluster", "orders", "--wait", "0", "--failover-url", failover.url());

            assertThat(run.code()).isEqualTo(ExitCode.ISSUES_FOUND);
            assertThat(run.err()).contains("not yet members are n1, n2: start their agents");
            assertThat(adopt("--finish", "--dry-run", "--json", "--cluster", "orders", "--failover-url", failover.url())
                            .out())
                    .contains("\"primary\" : 1");
        }
    }

    @Test
    void aServerThatCannotBeReachedIsSaidInOneLine() throws IOException {
        Files.writeString(
                directory.resolve("home/bin/pgbaton-agent"),
                "#!/bin/sh\necho 'pgbaton-agent: 10.0.0.1 port 5432: connection refused' >&2\nexit 6\n",
                StandardCharsets.UTF_8);
        Run run = prepare();

        assertThat(run.code()).isEqualTo(ExitCode.CONNECTION);
        assertThat(run.err()).isEqualTo("pgbaton: 10.0.0.1 port 5432: connection refused\n");
    }

    @Test
    void withoutAnInstallationAroundItItSaysSo() {
        Run run = Run.in(Map.of(), directory, Terminal.plain(), "adopt", "--dry-run");

        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIG);
        assertThat(run.err()).contains("run adopt by the pgbaton of an installation");
    }
}

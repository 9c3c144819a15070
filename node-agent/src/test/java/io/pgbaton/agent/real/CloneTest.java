package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.Copying;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.OsUser;
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

@RealKafka
class CloneTest {

    private static final String SLOWLY = "pg_basebackup_options = '--max-rate=8M'";

    /// The configuration is looked for first, and the copy may not have it yet.
    private static final String[] REFUSALS = {"invalid permissions", "postgresql.conf"};

    /// Heartbeats, more than an agent waits before it looks into it, and than a way back takes that fails.
    private static final long LONG_APART = 60;

    @Test
    void aKilledAgentsCopyIsNoServerAndIsMadeAnew(KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            cluster.primary(1);
            TestNode node = asked(cluster, 2, SLOWLY);
            Path copy = node.server.dataDirectory().resolveSibling("data.pgbaton-clone");
            ProcessHandle first = copying(copy, 5);

            // what stands still outlives its agent for certain
            Signal.STOP.sendTo(first.pid());
            node.killAgent();
            assertThat(first.isAlive()).isTrue();
            assertThat(startByHand(node, copy)).containsAnyOf(REFUSALS);
            assertThat(startByHand(node, node.server.dataDirectory())).contains("could not access directory");

            node.startAgent();
            cluster.await(2, TestCluster::streams);
            assertThat(first.isAlive()).isFalse();
            assertThat(node.log()).contains("half a copy, left by an earlier agent, is removed");
            assertThat(copy).doesNotExist();
            assertThat(node.server.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
        }
    }

    @Test
    void aKilledBaseBackupIsTakenAgain(KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            cluster.primary(1);
            TestNode node = asked(cluster, 2, SLOWLY);
            Path copy = node.server.dataDirectory().resolveSibling("data.pgbaton-clone");

            cluster.await(2, CloneTest::isHalfWay);
            copying(copy, 5).destroyForcibly();

            Heartbeat beat = cluster.await(2, TestCluster::streams);
            assertThat(beat.server().copying()).isNull();
            assertThat(node.log()).contains("clone failed: pg_basebackup: ");
            assertThat(copy).doesNotExist();
        }
    }

    /// As where the data directory is a file system of its own: it cannot be renamed.
    @Test
    void aDirectoryThatCannotBeRenamedIsFilledFromWithin(KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            cluster.primary(1);
            TestNode node = cluster.node(2, SLOWLY);
            Path data = fixedDirectory(node);
            ask(cluster, node);
            ProcessHandle first = copying(data.resolve("pgbaton-clone"), 5);

            node.killAgent();
            assertThat(startByHand(node, data)).contains("postgresql.conf");
            assertThat(startByHand(node, data.resolve("pgbaton-clone"))).containsAnyOf(REFUSALS);

            node.startAgent();
            cluster.await(2, TestCluster::streams);
            assertThat(first.isAlive()).isFalse();
            assertThat(data.resolve("pgbaton-clone")).doesNotExist();
            assertThat(data.resolve("pgbaton-replaced")).doesNotExist();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            assertThat(Files.isSymbolicLink(node.server.dataDirectory())).isTrue();
        }
    }

    @Test
    void tablespacesGoWhereTheyAreMappedAlsoAfterACopyThatWasCutShort(KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode primary = cluster.primary(1);
            Path there = folder(primary, "space");
            primary.server.execute("CREATE TABLESPACE space LOCATION '" + there + "'");
            primary.server.execute(
                    "CREATE TABLE t TABLESPACE space AS SELECT n, repeat('x', 400) AS filler FROM generate_series(1, 20000) n");
            TestNode node = cluster.node(2);
            Path here = node.server.dataDirectory().resolveSibling("other-space");
            node.configure(SLOWLY, "tablespace_mapping = '" + there + "=" + here + "'");
            ask(cluster, node);
            copying(node.server.dataDirectory().resolveSibling("data.pgbaton-clone"), here, 2);

            node.killAgent();
            node.startAgent();

            cluster.await(2, TestCluster::streams);
            assertThat(node.server.query("SELECT count(*) FROM t")).isEqualTo("20000");
            assertThat(node.server.query(
                            "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = 'space'"))
                    .isEqualTo(here.toString());
        }
    }

    @Test
    void aCopyIsVerifiedAndBringsConfigurationFromOutside(KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode primary = cluster.primaryWithRulesOutside(1);
            primary.server.execute("CREATE TABLE t AS SELECT 1 AS n");

            TestNode node = cluster.node(2, "recovery_min_apply_delay = 1h", "priority = 0");
            node.startAgent();
            cluster.await(2, beat -> beat.server().state() == ServerState.NO_DATA);
            cluster.decide(new Decision.Clone(
                    cluster.id,
                    cluster.version(),
                    cluster.view().term(),
                    node.id,
                    primary.id,
                    new CloneOptions(true, true, CloneOptions.ExternalFiles.PGDATA),
                    null));
            cluster.await(2, TestCluster::streams);

            assertThat(node.server.dataDirectory().resolve("pg_hba.conf"))
                    .hasSameTextualContentAs(
                            primary.server.dataDirectory().resolveSibling("etc").resolve("pg_hba.conf"));
            assertThat(node.server.query("SHOW hba_file"))
                    .isEqualTo(
                            node.server.dataDirectory().resolve("pg_hba.conf").toString());
            awaitARowHeldBack(primary, node);
            assertThat(node.server.query("SELECT count(*) FROM t")).isEqualTo("1");
        }
    }

    /// PostgreSQL starts no receiver before it has applied what it has, which takes the delay.
    @Test
    void aDelayedStandbyThatIsStartedAgainIsLeftAlone(KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode primary = cluster.primary(1);
            primary.server.execute("CREATE TABLE t AS SELECT 1 AS n");
            TestNode node =
                    cluster.node(2, "recovery_min_apply_delay = 1h", "priority = 0", "standby_follow_timeout = 3");
            ask(cluster, node);
            cluster.await(2, TestCluster::streams);
            awaitARowHeldBack(primary, node);

            node.server.killAll();
            Heartbeat apart = cluster.await(2, CloneTest::runsAlone);
            cluster.await(
                    2,
                    beat -> runsAlone(beat)
                            && beat.beat().sequence() > apart.beat().sequence() + LONG_APART);

            assertThat(node.log()).doesNotContain("not attached within");
            assertThat(node.server.query("SELECT count(*) FROM t")).isEqualTo("1");
            node.server.execute("ALTER SYSTEM SET recovery_min_apply_delay = 0");
            node.server.execute("SELECT pg_reload_conf()");
            cluster.await(2, TestCluster::streams);
            assertThat(node.server.query("SELECT count(*) FROM t")).isEqualTo("2");
        }
    }

    private static Path folder(TestNode node, String name) throws IOException {
        Path folder = node.server.dataDirectory().resolveSibling(name);
        Files.createDirectories(folder);
        OsUser.forServers().own(folder);
        return folder;
    }

    private static void awaitARowHeldBack(TestNode primary, TestNode node) {
        await("the delay")
                .until(() -> node.server.query("SHOW recovery_min_apply_delay").equals("1h"));
        primary.server.execute("INSERT INTO t VALUES (2)");
        await("the row received")
                .until(() -> node.server
                        .query("SELECT pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn()")
                        .equals("t"));
    }

    private static boolean runsAlone(Heartbeat beat) {
        return beat.server().state() == ServerState.RUNNING && !TestCluster.streams(beat);
    }

    private static boolean isHalfWay(Heartbeat beat) {
        Copying copying = beat.server().copying();
        return copying != null
                && beat.server().state() == ServerState.REBUILDING
                && copying.copiedBytes() > 0
                && copying.copiedBytes() < copying.totalBytes()
                && copying.bytesPerSecond() > 0;
    }

    private static TestNode asked(TestCluster cluster, int number, String... settings) {
        TestNode node = cluster.node(number, settings);
        ask(cluster, node);
        return node;
    }

    private static void ask(TestCluster cluster, TestNode node) {
        node.startAgent();
        cluster.await(node.id.value(), beat -> beat.server().state() == ServerState.NO_DATA);
        cluster.decide(new Decision.Clone(
                cluster.id,
                cluster.version(),
                cluster.view().term(),
                node.id,
                cluster.view().primary().orElseThrow()));
    }

    /// The data directory is a link to one whose parent the server's user may not write to.
    private static Path fixedDirectory(TestNode node) throws IOException {
        Path data = node.server.dataDirectory().resolveSibling("mount").resolve("data");
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        OsUser.forServers().own(data);
        Files.setPosixFilePermissions(data.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.createSymbolicLink(node.server.dataDirectory(), data);
        return data;
    }

    /// The base backup into `copy`, once it has copied `megabytes`.
    private static ProcessHandle copying(Path copy, int megabytes) {
        return copying(copy, copy, megabytes);
    }

    private static ProcessHandle copying(Path copy, Path filled, int megabytes) {
        await("a copy under way")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Files.isDirectory(filled) && sizeOf(filled) > megabytes * 1_000_000L);
        return ProcessHandle.allProcesses()
                .filter(process -> Arrays.asList(process.info().arguments().orElse(new String[0]))
                        .contains(copy.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static long sizeOf(Path root) {
        Command.Ended ended = Command.tryToRun(Duration.ofSeconds(10), List.of("du", "-sb", root.toString()));
        return ended.output().isBlank()
                ? 0
                : Long.parseLong(ended.output().lines().toList().getLast().split("\\s", 2)[0]);
    }

    /// What PostgreSQL says when somebody starts it there.
    private static String startByHand(TestNode node, Path directory)
            throws IOException, InterruptedException, TimeoutException {
        Process started = new ProcessBuilder(node.server
                        .user()
                        .command(List.of(node.server.binaries().program("postgres"), "-D", directory.toString())))
                .redirectErrorStream(true)
                .directory(node.stateDirectory().toFile())
                .start();
        if (!started.waitFor(30, TimeUnit.SECONDS)) {
            started.destroyForcibly();
            throw new TimeoutException("a server runs in " + directory);
        }
        return new String(started.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
}

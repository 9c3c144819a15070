package io.pgbaton.agent.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pgbaton.contracts.CloneOptions;
import io.pgbaton.contracts.CloneOptions.Tool;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.process.OsUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Clones out of backups of the real pgBackRest and the real Barman.
@RealKafka
class RestoredCloneTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @BeforeAll
    static void needsTheTools() {
        assumeTrue(BackupOf.isInstalled(), "pgbackrest, barman or rsync is not installed");
    }

    @ParameterizedTest
    @EnumSource(value = Tool.class, mode = Mode.EXCLUDE, names = "PG_BASEBACKUP")
    void aBackupIsRestoredAndCatchesUpByTheArchiveToo(Tool tool, KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode primary = cluster.node(1);
            BackupOf backups = BackupOf.prepare(primary.server, tool);
            cluster.archivingPrimary(primary, backups);
            Path there = folder(primary, "space");
            primary.server.execute("CREATE TABLESPACE space LOCATION '" + there + "'");
            primary.server.execute("CREATE TABLE t TABLESPACE space AS SELECT generate_series(1, 1000) AS n");
            backups.take();
            primary.server.execute("INSERT INTO t VALUES (1001)");
            recycle(primary);

            TestNode node = cluster.node(2, backups.settings("orders"));
            Path here = node.server.dataDirectory().resolveSibling("other-space");
            node.configure("tablespace_mapping = '" + there + "=" + here + "'");
            ask(cluster, node, CloneOptions.NONE);
            cluster.await(2, TestCluster::streams);

            assertThat(node.server.query("SELECT count(*) FROM t")).isEqualTo("1001");
            assertThat(node.server.query(
                            "SELECT pg_tablespace_location(oid) FROM pg_tablespace" + " WHERE spcname = 'space'"))
                    .isEqualTo(here.toString());
            assertThat(node.server.query("SHOW archive_command")).isEqualTo(backups.archiveCommand());
            await("the end of the archive's use")
                    .atMost(BOUND)
                    .until(() -> node.server.query("SHOW restore_command").isEmpty());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.server.dataDirectory())))
                    .isEqualTo("rwx------");
            assertThat(node.server.dataDirectory().resolveSibling("data.pgbaton-clone"))
                    .doesNotExist();
            assertThat(cluster.awaitEvent(2, EventKind.STANDBY_CLONE).outcome().details())
                    .contains("of " + tool.program() + "'s")
                    .contains("restored, to stream from n1");
            assertThat(node.log()).contains("clone: ");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Tool.class, mode = Mode.EXCLUDE, names = "PG_BASEBACKUP")
    void whatIsNotThereIsSaidAndABaseBackupCanBeAskedFor(Tool tool, KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode primary = cluster.node(1);
            BackupOf backups = BackupOf.prepare(primary.server, tool);
            cluster.archivingPrimary(primary, backups);
            TestNode node = cluster.node(2, backups.settings("wrong"));

            ask(cluster, node, CloneOptions.NONE);
            await("the reason")
                    .atMost(BOUND)
                    .until(() -> node.log()
                            .contains(tool.program() + " has no backup of "
                                    + (tool == Tool.BARMAN ? "server wrong" : "stanza wrong") + " to restore: "));
            assertThat(node.log()).contains("; take one, or clone with --from pg_basebackup");
            assertThat(node.server.dataDirectory()).doesNotExist();

            clone(cluster, node, CloneOptions.NONE.by(Tool.PG_BASEBACKUP));
            cluster.await(2, TestCluster::streams);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Tool.class, mode = Mode.EXCLUDE, names = "PG_BASEBACKUP")
    void aBackupOfAnotherClusterIsRefused(Tool tool, KafkaBroker broker) throws Exception {
        try (TestCluster others = new TestCluster(broker);
                TestCluster cluster = new TestCluster(broker)) {
            TestNode stranger = others.node(1);
            BackupOf backups = BackupOf.prepare(stranger.server, tool);
            others.archivingPrimary(stranger, backups);
            backups.take();
            cluster.primary(1);
            TestNode node = cluster.node(2, backups.settings("orders"));

            ask(cluster, node, CloneOptions.NONE);
            await("the reason").atMost(BOUND).until(() -> node.log().contains(" is of database system "));
            assertThat(node.server.dataDirectory()).doesNotExist();
            await("nothing left")
                    .atMost(BOUND)
                    .until(() -> !Files.exists(node.server.dataDirectory().resolveSibling("data.pgbaton-clone")));
        }
    }

    @Test
    void aKilledAgentsRestoreIsEndedAndMadeAnew(KafkaBroker broker) throws Exception {
        try (TestCluster cluster = new TestCluster(broker)) {
            TestNode primary = cluster.node(1);
            BackupOf backups = BackupOf.prepare(primary.server, Tool.BARMAN, "bandwidth_limit=6000");
            cluster.archivingPrimary(primary, backups);
            backups.take();
            TestNode node = cluster.node(2, backups.settings("orders"));
            Path copy = node.server.dataDirectory().resolveSibling("data.pgbaton-clone");

            ask(cluster, node, CloneOptions.NONE);
            cluster.await(
                    2,
                    beat -> beat.server().copying() != null
                            && beat.server().copying().copiedBytes() > 2_000_000);
            node.killAgent();
            List<ProcessHandle> first = restoring(copy);
            assertThat(first).isNotEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                    .isEqualTo("rwx-----x");

            node.startAgent();
            cluster.await(2, TestCluster::streams);
            assertThat(first).noneMatch(ProcessHandle::isAlive);
            assertThat(node.log()).contains("half a copy, left by an earlier agent, is removed");
            assertThat(copy).doesNotExist();
        }
    }

    /// Barman, or an rsync of its.
    private static List<ProcessHandle> restoring(Path copy) {
        return ProcessHandle.allProcesses()
                .filter(process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
                        .anyMatch(word -> word.startsWith(copy.toString())))
                .toList();
    }

    /// The primary has no more of the log that it wrote so far: only the archive has.
    private static void recycle(TestNode primary) {
        String before = primary.server.query("SELECT pg_walfile_name(pg_current_wal_lsn())");
        await("the log to be recycled").atMost(BOUND).until(() -> {
            primary.server.execute("SELECT pg_logical_emit_message(true, 'test', repeat('x', 1000))");
            primary.server.execute("SELECT pg_switch_wal()");
            primary.server.execute("CHECKPOINT");
            return primary.server
                    .query("SELECT count(*) FROM pg_ls_waldir() WHERE name = '" + before + "'")
                    .equals("0");
        });
    }

    private static Path folder(TestNode node, String name) throws IOException {
        Path folder = node.server.dataDirectory().resolveSibling(name);
        Files.createDirectories(folder);
        OsUser.forServers().own(folder);
        return folder;
    }

    private static void ask(TestCluster cluster, TestNode node, CloneOptions options) {
        node.startAgent();
        cluster.await(node.id.value(), beat -> beat.server().state() == ServerState.NO_DATA);
        clone(cluster, node, options);
    }

    private static void clone(TestCluster cluster, TestNode node, CloneOptions options) {
        cluster.decide(new Decision.Clone(
                cluster.id,
                cluster.version(),
                cluster.view().term(),
                node.id,
                cluster.view().primary().orElseThrow(),
                options,
                null));
    }
}

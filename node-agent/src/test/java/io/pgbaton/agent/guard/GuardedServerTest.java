package io.pgbaton.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.agent.disk.GuardFence;
import io.pgbaton.agent.postgres.Programs;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A guard with a real server that it has started (rules L3, L5, L6).
class GuardedServerTest {

    private static final Path FOLDER = Folders.temporary("guarded");
    private static final PostgresServer SERVER = PostgresServer.in(FOLDER);
    private static final Path BINARIES = SERVER.binaries().folder();
    private static final Programs PROGRAMS = new Programs(Optional.of(BINARIES), Map.of());

    private final TestGuard guard = new TestGuard(SERVER.dataDirectory());

    @BeforeAll
    static void initialise() {
        SERVER.initdb();
    }

    @AfterAll
    static void remove() {
        SERVER.close();
    }

    @BeforeEach
    void startStandby() {
        guard.start("dash");
        startServer();
    }

    @AfterEach
    void end() {
        guard.close();
        SERVER.killAll();
    }

    @Test
    void aServerWhoseLeaseIsGoodIsLeftAlone() {
        assertThat(SERVER.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
        becomePrimary(1);
        long postmaster = postmaster();
        await("standby.signal back").until(() -> Files.exists(signal()));
        guard.awaitPolls(6);
        assertThat(postmaster()).isEqualTo(postmaster);
        assertThat(guard.state().resolve("fenced")).doesNotExist();
    }

    @Test
    void atTheEndOfTheLeaseNobodyIsLeftAndNothingIsAcknowledgedAnyMore() throws InterruptedException {
        becomePrimary(4);
        SERVER.execute("CREATE TABLE IF NOT EXISTS t (n bigint)");
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong last = new AtomicLong();
        List<Thread> writers = Stream.generate(
                        () -> Thread.ofPlatform().daemon().start(() -> write(acknowledged, last)))
                .limit(4)
                .toList();
        soon("commits").until(() -> acknowledged.get() > 100);

        guard.lease(4, 1_500, 1_000);
        long end = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
        guard.awaitFenced(4);

        assertThat(SERVER.processes().all()).isEmpty();
        assertThat(signal()).exists();
        long acknowledgedThen = acknowledged.get();
        guard.awaitPolls(2);
        assertThat(acknowledged).hasValue(acknowledgedThen);
        for (Thread writer : writers) {
            writer.join(Duration.ofSeconds(30));
            assertThat(writer.isAlive()).isFalse();
        }
        System.out.printf(
                "last commit %d ms before the end of the lease (margin 300 ms)%n", (end - last.get()) / 1_000_000);
        startServer();
        assertThat(SERVER.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
        assertThat(Long.parseLong(SERVER.query("SELECT count(*) FROM t"))).isGreaterThanOrEqualTo(acknowledgedThen);
    }

    @Test
    void backendsThatOutliveTheirPostmasterAreKilledToo() throws SQLException {
        becomePrimary(2);
        try (Connection open = DriverManager.getConnection(SERVER.jdbcUrl())) {
            assertThat(open.isValid(10)).isTrue();
            SERVER.pause();
            SERVER.killPostmaster();
            assertThat(SERVER.processes().all()).isNotEmpty();
            guard.lease(2, 400, 0);
            guard.awaitFenced(2);
        }
        assertThat(SERVER.processes().all()).isEmpty();
    }

    @Test
    void aServerStillInRecoveryIsKilledToo() {
        guard.lease(3, 400, 0);
        guard.awaitFenced(3);
        assertThat(SERVER.processes().all()).isEmpty();
    }

    @Test
    void aServerPromotedByHandIsKilledOnceLeasesAreKept() throws IOException {
        // as if pgbaton had never started it: it may be a primary that is to be taken over
        Files.delete(guard.state().resolve("armed"));
        SERVER.execute("SELECT pg_promote()");
        guard.awaitPolls(4);
        assertThat(SERVER.isRunning()).isTrue();

        Guard.requireBeside(guard.state(), guard.data(), PROGRAMS).arm();
        soon("its end").until(() -> SERVER.processes().all().isEmpty());
        soon("the line").until(() -> guard.logged().contains("writable without a lease"));
        startServer();
        assertThat(SERVER.query("SELECT pg_is_in_recovery()")).isEqualTo("t");
        guard.awaitPolls(4);
        assertThat(SERVER.isRunning()).isTrue();
    }

    @Test
    void theServerOutlivesAgentAndGuardAndIsWatchedAgain() {
        becomePrimary(6);
        long postmaster = postmaster();
        ProcessId agent = guard.awaitAgent();
        Signal.KILL.sendTo(agent.pid());
        guard.awaitAgentOtherThan(agent);
        guard.killGuard();
        assertThat(postmaster()).isEqualTo(postmaster);

        guard.lease(6, 200, 0);
        guard.start("dash");
        guard.awaitFenced(6);
        assertThat(SERVER.processes().all()).isEmpty();
    }

    @Test
    void aStopEndsTheServerCleanlyAndGivesTheLeaseUp() {
        becomePrimary(8);
        Signal.TERM.sendTo(guard.pid());
        soon("the end").until(() -> guard.process().isEmpty());
        assertThat(SERVER.processes().all()).isEmpty();
        assertThat(guard.agent()).isEmpty();
        assertThat(new GuardFence(guard.state()).read().value()).isEqualTo(8);
        assertThat(guard.state().resolve("lease")).doesNotExist();
        assertThat(Folders.lastLinesOf(SERVER.log(), 5)).contains("database system is shut down");
    }

    @Test
    void aStartThatFailsIsAnsweredWithItsLastLineAndAStaleOneIsNotRun() throws IOException {
        Guard beside = Guard.requireBeside(guard.state(), guard.data(), PROGRAMS);
        Programs.Ended ended = beside.run(List.of("pg_ctl", "start", "-D", "/nonexistent"), Duration.ofSeconds(30));
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.lastLine()).contains("/nonexistent");

        Path trace = guard.state().resolve("trace");
        StartRequest stale = new StartRequest(
                1, TestGuard.bootId(), TestGuard.uptimeMillis() - 1, Map.of(), List.of("touch", trace.toString()));
        Files.writeString(guard.state().resolve("start.request"), stale.written());
        soon("the refusal").until(() -> guard.logged().contains("start request 1 is out of date"));
        guard.awaitPolls(2);
        assertThat(trace).doesNotExist();
    }

    private void startServer() {
        // the agent waits for this, too: a killed postmaster that nobody has reaped looks alive to PostgreSQL
        soon("a free pid").until(GuardedServerTest::isReaped);
        Guard beside = Guard.requireBeside(guard.state(), guard.data(), PROGRAMS);
        Programs.Ended ended = beside.run(
                List.of(
                        "pg_ctl",
                        "start",
                        "-w",
                        "-t",
                        "60",
                        "-D",
                        guard.data().toString(),
                        "-l",
                        SERVER.log().toString(),
                        "-o",
                        SERVER.postgresOptions()),
                Duration.ofSeconds(62));
        assertThat(ended.status())
                .as(ended.output() + guard.logged() + Folders.lastLinesOf(SERVER.log(), 20))
                .isZero();
    }

    private static boolean isReaped() {
        try {
            String pid = Files.readAllLines(SERVER.dataDirectory().resolve("postmaster.pid"))
                    .getFirst();
            return !Files.exists(Path.of("/proc", pid.strip()));
        } catch (IOException e) {
            return true;
        }
    }

    /// As the agent does it: the lease first (L6).
    private void becomePrimary(long term) {
        guard.lease(term, 60_000, 0);
        Guard.requireBeside(guard.state(), guard.data(), PROGRAMS).wake();
        SERVER.execute("SELECT pg_promote()");
        assertThat(SERVER.query("SELECT pg_is_in_recovery()")).isEqualTo("f");
    }

    private static void write(AtomicLong acknowledged, AtomicLong last) {
        try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
                Statement statement = connection.createStatement()) {
            while (true) {
                statement.execute("INSERT INTO t VALUES (1)");
                last.set(System.nanoTime());
                acknowledged.incrementAndGet();
            }
        } catch (SQLException e) {
            // the server is gone
        }
    }

    private long postmaster() {
        return SERVER.processes().postmaster().orElseThrow();
    }

    private Path signal() {
        return SERVER.dataDirectory().resolve("standby.signal");
    }

    private static ConditionFactory soon(String what) {
        return await(what).atMost(Duration.ofSeconds(60));
    }
}

package io.pgbaton.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.agent.disk.GuardFence;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.OsUser;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The guard and its agent (a stand-in), and what it does with lease files when no server runs.
class GuardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestGuard guard = new TestGuard();

    @AfterEach
    void end() {
        guard.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aKilledAgentIsStartedAgain(String shell) {
        guard.start(shell);
        ProcessId first = guard.awaitAgent();
        assertThat(guard.logged()).contains("of -f " + guard.configuration());

        Signal.KILL.sendTo(first.pid());
        ProcessId second = guard.awaitAgentOtherThan(first);
        Signal.KILL.sendTo(second.pid());
        guard.awaitAgentOtherThan(second);
        await().atMost(PATIENCE).until(() -> guard.logged().contains("in 500 ms"));
    }

    @Test
    void theAgentGoesBeforeTheServerWhereThisUserMayDoThat() throws IOException {
        guard.start("dash");
        Command.Ended allowed =
                Command.tryToRun(PATIENCE, OsUser.forServers().command(List.of("nice", "-n", "-5", "true")));
        String nice = allowed.output().isBlank() ? "-5" : "0";
        assertThat(niceOf(guard.awaitAgent().pid())).isEqualTo(nice);
        assertThat(niceOf(guard.pid())).isEqualTo("0");
    }

    private static String niceOf(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ", -1)[16];
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aGuardThatWasKilledGoesOnWithTheAgentThatRuns(String shell) {
        guard.start(shell);
        ProcessId agent = guard.awaitAgent();
        long before = guard.pid();

        guard.killGuard();
        assertThat(agent.isAlive()).isTrue();
        guard.start(shell);

        assertThat(guard.pid()).isNotEqualTo(before);
        guard.awaitPolls(2);
        assertThat(guard.agent()).contains(agent);
        Signal.KILL.sendTo(agent.pid());
        guard.awaitAgentOtherThan(agent);
    }

    @Test
    void aSecondGuardIsRefusedInOneLine() throws InterruptedException, IOException {
        guard.start("dash");
        refuseSecond();
    }

    @Test
    void withoutFlockASecondGuardIsRefusedAndAKilledOnesPlaceIsTaken() throws InterruptedException, IOException {
        Path programs = Files.createDirectory(guard.home().resolve("programs"));
        for (String name : new String[] {
            "dash", "sh", "dirname", "readlink", "id", "mkdir", "ln", "rm", "mv", "sleep", "date", "stat", "sync", "tr"
        }) {
            Files.createSymbolicLink(programs.resolve(name), Path.of("/bin", name));
        }
        String[] withoutFlock = {"env", "PATH=" + programs, "dash"};
        guard.launch(withoutFlock);
        guard.awaitPolls(2);
        ProcessId agent = guard.awaitAgent();
        refuseSecond(withoutFlock);

        guard.killGuard();
        guard.launch(withoutFlock);
        guard.awaitPolls(2);
        assertThat(guard.process()).isPresent();
        assertThat(guard.agent()).contains(agent);
    }

    private void refuseSecond(String... shell) throws InterruptedException, IOException {
        long before = Files.size(guard.log());
        Process second = guard.launch(shell);
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(guard.logged().substring((int) before))
                .isEqualTo("pgbaton-guard: another guard runs for state_directory " + guard.state() + " (pid "
                        + guard.pid() + ")\n");
    }

    @Test
    void anAgentThatRefusesItsFirstStartIsNotRepeated() throws IOException, InterruptedException {
        Files.createFile(guard.home().resolve("refuses"));
        Process only = guard.launch("dash");
        assertThat(only.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(only.exitValue()).isEqualTo(1);
        assertThat(guard.logged()).contains("stand-in: refused").doesNotContain("started again");
        assertThat(guard.fed()).endsWith("V");
    }

    @Test
    void aPassedLeaseIsGivenUpThoughNoServerRuns() {
        guard.start("dash");
        guard.lease(7, 1_000, 500);
        guard.awaitFenced(7);
        assertThat(guard.data().resolve("standby.signal")).exists();
        // what is fenced only grows
        guard.lease(5, 1_000, 0);
        await().atMost(PATIENCE).until(() -> !Files.exists(guard.state().resolve("lease")));
        assertThat(new GuardFence(guard.state()).read().value()).isEqualTo(7);
    }

    /// As after a power cut: the lease ran out while nothing ran, so the fence comes before the first agent.
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void aLeaseThatPassedWhileNothingRanIsGivenUpBeforeTheAgentStarts(String shell) {
        guard.start(shell);
        ProcessId agent = guard.awaitAgent();
        guard.killGuard();
        Signal.KILL.sendTo(agent.pid());
        await().atMost(PATIENCE).until(() -> !agent.isAlive());
        guard.lease(7, -5_000, 0);

        guard.start(shell);

        guard.awaitFenced(7);
        guard.awaitAgentOtherThan(agent);
    }

    @Test
    void theLaterOfBothRoutesCounts() {
        guard.start("dash");
        guard.lease(7, -5_000, 60_000);
        guard.awaitPolls(3);
        assertThat(guard.state().resolve("lease")).exists();
        guard.lease(7, -5_000, -4_000);
        guard.awaitFenced(7);
    }

    @Test
    void aLeaseOfAnotherBootOrOfAnImpossibleLengthHasPassed() {
        guard.start("bash");
        long later = TestGuard.uptimeMillis() + 60_000;
        guard.leaseFile("boot=another\nterm=3\nbus=" + later + "\npeer=0\nkill_before=300\ndata_directory="
                + guard.data() + "\n");
        guard.awaitFenced(3);
        guard.lease(4, 900_000, 0);
        guard.awaitFenced(4);
    }

    @Test
    void garbageIsNoLeaseAndIsSaidOnce() throws IOException {
        guard.start("dash");
        guard.leaseFile("boot=x\nterm=");
        guard.awaitPolls(3);
        assertThat(guard.state().resolve("fenced")).doesNotExist();
        assertThat(guard.logged()).containsOnlyOnce("is not a lease of " + guard.data());
        assertThat(Files.readString(guard.state().resolve("lease"))).isEqualTo("boot=x\nterm=");
    }

    @Test
    void aMissingDataDirectoryIsNotMade() throws IOException {
        Files.delete(guard.data().resolve("PG_VERSION"));
        guard.start("dash");
        guard.awaitPolls(2);
        assertThat(guard.data()).isEmptyDirectory();
        Files.delete(guard.data());
        guard.lease(9, 500, 0);
        guard.awaitFenced(9);
        assertThat(guard.data()).doesNotExist();
    }

    @Test
    void anAgentThatDoesNotMoveAfterAFenceIsReplaced() {
        guard.start("dash");
        ProcessId agent = guard.awaitAgent();
        agent.send(Signal.STOP);
        guard.lease(2, 400, 0);
        guard.awaitFenced(2);
        guard.awaitAgentOtherThan(agent);
        assertThat(guard.logged()).contains("has not moved for 10000 ms");
    }

    @Test
    void aReloadBringsANewAgentUnderTheSamePid() {
        guard.start("dash");
        ProcessId agent = guard.awaitAgent();
        long pid = guard.pid();
        Signal.HUP.sendTo(pid);
        guard.awaitAgentOtherThan(agent);
        guard.awaitPolls(2);
        assertThat(guard.pid()).isEqualTo(pid);
    }

    @Test
    void aStopEndsAgentAndGuardAndDisarmsTheWatchdog() {
        guard.start("dash");
        ProcessId agent = guard.awaitAgent();
        Signal.TERM.sendTo(guard.pid());
        await("the end").atMost(PATIENCE).until(() -> guard.process().isEmpty());
        assertThat(agent.isAlive()).isFalse();
        assertThat(guard.fed()).endsWith("V");
        assertThat(guard.state().resolve("guard.pid")).doesNotExist();
    }
}

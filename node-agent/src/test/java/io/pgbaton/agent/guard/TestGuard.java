package io.pgbaton.agent.guard;

import static org.awaitility.Awaitility.await;

import io.pgbaton.agent.disk.GuardFence;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.OsUser;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `pgbaton-guard` as it is installed, but for the agent: that is a shell that says its pid and, when it is to be
/// `lively`, moves a little. The watchdog is an ordinary file, which gets a character at each of the guard's polls.
final class TestGuard implements AutoCloseable {

    private static final Path SOURCES = Path.of("..", "distribution", "src");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STAND_IN = """
            [ "${1:-}" != --check-start ] || exit 0
            home=$(dirname "$(dirname "$(readlink -f "$0")")")
            . "$home/lib/guard-proc.sh"
            stat_of $$
            printf '%s %s\\n' "$$" "$started" >"$PGBATON_AGENT_PID_FILE"
            echo "stand-in $$ of $*"
            if [ -e "$home/refuses" ]; then
                echo 'stand-in: refused' >&2
                exit 1
            fi
            while [ -e "$home/lively" ]; do
                turns=0
                while [ "$turns" -lt 3000 ]; do turns=$((turns + 1)); done
                sleep 0.1
            done
            exec sleep 600
            """;

    private final Path folder = Folders.temporary("guard");
    private final List<Process> started = new ArrayList<>();
    private final Path data;

    TestGuard() {
        this(Path.of(""));
    }

    /// Guards `data`; without one, a directory that only looks like a server's.
    TestGuard(Path data) {
        this.data = data.toString().isEmpty() ? folder.resolve("data") : data;
        try {
            copy(SOURCES.resolve("bin"), folder.resolve("home/bin"));
            copy(SOURCES.resolve("sh"), folder.resolve("home/lib"));
            Files.writeString(folder.resolve("home/lib/agent.sh"), STAND_IN);
            Files.createFile(folder.resolve("home/lively"));
            Files.createFile(watchdog());
            if (this.data.startsWith(folder)) {
                Files.createDirectory(this.data);
                Files.writeString(this.data.resolve("PG_VERSION"), "15\n");
            }
            Files.writeString(configuration(), """
                    # as a person writes it
                    include 'who.conf'
                    Data_Directory = '%s' # quoted
                    state_directory=%s
                    watchdog = '%s'
                    shutdown_check_timeout = 20s
                    """.formatted(this.data, state(), watchdog()));
            Files.writeString(folder.resolve("who.conf"), "cluster='orders'\nnode_id=1\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OsUser.forServers().own(folder);
    }

    Path home() {
        return folder.resolve("home");
    }

    Path data() {
        return data;
    }

    Path state() {
        return folder.resolve("state");
    }

    Path configuration() {
        return folder.resolve("agent.conf");
    }

    private Path watchdog() {
        return folder.resolve("watchdog");
    }

    /// Starts a guard in `shell` and waits until it watches.
    void start(String shell) {
        launch(shell);
        await("a guard that polls").atMost(PATIENCE).until(() -> process().isPresent() && polls() > 1);
    }

    Process launch(String... shell) {
        // no shell can heed a signal that was ignored when it began, as HUP is below nohup
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=HUP"));
        words.addAll(List.of(shell));
        words.addAll(List.of(
                home().resolve("bin/pgbaton-guard").toString(),
                "-f",
                configuration().toString()));
        try {
            Process process = new ProcessBuilder(OsUser.forServers().command(words))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    java.util.Optional<GuardProcess> process() {
        return GuardProcess.of(state());
    }

    long pid() {
        return process().orElseThrow().pid();
    }

    /// The stand-in that runs now.
    java.util.Optional<ProcessId> agent() {
        return ProcessId.in(state().resolve("agent.pid"));
    }

    ProcessId awaitAgent() {
        await("an agent").atMost(PATIENCE).until(() -> agent().isPresent());
        return agent().orElseThrow();
    }

    ProcessId awaitAgentOtherThan(ProcessId old) {
        await("another agent")
                .atMost(PATIENCE)
                .until(() -> agent().filter(now -> !now.equals(old)).isPresent());
        return agent().orElseThrow();
    }

    void killGuard() {
        long pid = pid();
        Signal.KILL.sendTo(pid);
        await("the guard's end").atMost(PATIENCE).until(() -> process().isEmpty());
    }

    void awaitPolls(int more) {
        long before = polls();
        await(more + " polls").atMost(PATIENCE).until(() -> polls() >= before + more);
    }

    /// What a real watchdog would have been fed.
    String fed() {
        return read(watchdog());
    }

    private long polls() {
        return fed().length();
    }

    static long uptimeMillis() {
        return Math.round(Double.parseDouble(read(Path.of("/proc/uptime")).split(" ", 2)[0]) * 1000);
    }

    static String bootId() {
        return read(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    /// A lease that ends `busMillis` and `peerMillis` from now, by the two routes.
    void lease(long term, long busMillis, long peerMillis) {
        long now = uptimeMillis();
        leaseFile("""
                boot=%s
                term=%d
                bus=%d
                peer=%d
                kill_before=300
                data_directory=%s
                """.formatted(bootId(), term, now + busMillis, now + peerMillis, data));
    }

    void leaseFile(String text) {
        try {
            Path next = state().resolve("lease.new");
            Files.writeString(next, text);
            Files.move(
                    next,
                    state().resolve("lease"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitFenced(long term) {
        await("the fence of term " + term)
                .atMost(PATIENCE)
                .until(() -> new GuardFence(state()).read().value() == term && !Files.exists(state().resolve("lease")));
    }

    Path log() {
        return folder.resolve("guard.log");
    }

    String logged() {
        return read(log());
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Override
    public void close() {
        process().ifPresent(guard -> Signal.KILL.sendTo(guard.pid()));
        started.forEach(Process::destroyForcibly);
        try {
            for (Process process : started) {
                process.waitFor(30, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        agent().ifPresent(agent -> agent.send(Signal.KILL));
        Folders.delete(folder);
    }
}

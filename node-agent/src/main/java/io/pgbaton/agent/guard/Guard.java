package io.pgbaton.agent.guard;

import io.pgbaton.agent.config.ConfigProblem;
import io.pgbaton.agent.disk.Durable;
import io.pgbaton.agent.postgres.Programs;
import io.pgbaton.agent.postgres.Starter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The guard of this agent's state directory (rules L3, L5, L6): it starts the server, so that the server is not
/// the agent's child, and kills it when the lease has ended. It may be killed and come back under another pid.
public final class Guard implements Starter {

    private static final Duration POLL = Duration.ofMillis(20);
    /// The guard's answer is written right behind the end of the command.
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path UPTIME = Path.of("/proc/uptime");

    private final Path state;
    private final Programs programs;
    private final AtomicLong ids = new AtomicLong(System.currentTimeMillis());

    private Guard(Path state, Programs programs) {
        this.state = state;
        this.programs = programs;
    }

    /// The guard that this agent was started by. An agent without one would leave a writable server behind when it
    /// dies, so that is refused and not repaired: who started the agent alone did so by mistake.
    public static Guard requireBeside(Path state, Path dataDirectory, Programs programs) {
        GuardProcess process = GuardProcess.of(state)
                .orElseThrow(() -> new ConfigProblem("guard is on, and no guard runs for " + state
                        + ": start bin/pgbaton-agent, which brings it, or set guard = off"));
        if (!process.dataDirectory().normalize().equals(dataDirectory)) {
            throw new ConfigProblem("the guard (pid " + process.pid() + ") guards " + process.dataDirectory()
                    + " and data_directory is " + dataDirectory + ": stop both and start them again");
        }
        return new Guard(state, programs);
    }

    /// Has the guard look at the lease file now. Call it after a lease was written and before `pg_promote`. False when
    /// it could not be told: there is none at the moment, or nothing can be started.
    public boolean wake() {
        return GuardProcess.of(state).filter(GuardProcess::wake).isPresent();
    }

    /// From now on a server that is writable without a lease file is killed within one poll. Before the first call
    /// (or the first lease) a primary that runs already may be taken over.
    public void arm() throws IOException {
        Path armed = state.resolve("armed");
        if (!Files.exists(armed)) {
            Durable.replace(armed, "");
        }
    }

    /// Has the guard run `command`, a start of the server, and waits for its end. What pgbaton starts is a standby
    /// (rule L5), so from now on a server that is writable without a lease is nobody's primary.
    @Override
    public Programs.Ended run(List<String> command, Duration patience) {
        long id = ids.incrementAndGet();
        try {
            arm();
            StartRequest request = new StartRequest(
                    id, boot(), uptimeMillis() + patience.toMillis(), programs.environment(), programs.found(command));
            Durable.replace(state.resolve("start.request"), request.written());
            wake();
            return awaitAnswer(id, patience);
        } catch (IOException | IllegalArgumentException e) {
            return new Programs.Ended(-1, "the guard cannot be asked: " + e.getMessage());
        }
    }

    private Programs.Ended awaitAnswer(long id, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.plus(GRACE).toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            Optional<Integer> status = statusOf(id);
            if (status.isPresent()) {
                return new Programs.Ended(status.get(), output());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        Files.deleteIfExists(state.resolve("start.request"));
        return new Programs.Ended(
                -1,
                GuardProcess.of(state).isEmpty()
                        ? "no guard runs for " + state + ": a service manager starts it again"
                        : "the guard has not answered within " + patience.toSeconds() + " s");
    }

    private Optional<Integer> statusOf(long id) throws IOException {
        Path answer = state.resolve("start.answer");
        if (!Files.exists(answer)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(answer);
        return lines.size() == 2
                        && lines.getFirst().equals("id=" + id)
                        && lines.getLast().startsWith("status=")
                ? Optional.of(Integer.parseInt(lines.getLast().substring("status=".length())))
                : Optional.empty();
    }

    private String output() throws IOException {
        Path output = state.resolve("start.output");
        return Files.exists(output) ? Files.readString(output) : "";
    }

    private static String boot() throws IOException {
        return Files.readString(BOOT).strip();
    }

    private static long uptimeMillis() throws IOException {
        String seconds = Files.readString(UPTIME).split(" ", 2)[0];
        return Math.round(Double.parseDouble(seconds) * 1000);
    }
}

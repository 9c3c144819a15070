package io.pgbaton.fleet.hosts;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A network namespace by its name, as `ip netns` knows it.
public record Namespace(String name) {

    private static final Path ALL = Path.of("/run/netns");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public Path file() {
        return ALL.resolve(name);
    }

    /// What stands before a command so that it runs in here. The process keeps its id: nothing stays in between.
    public List<String> entrance() {
        return List.of("nsenter", "--net=" + file(), "--");
    }

    /// A thread in here: the sockets it opens, and those of every thread and process it starts, are this host's.
    public Thread thread(String threadName, Runnable work) {
        return Thread.ofPlatform().daemon().name(threadName).unstarted(() -> {
            enter();
            work.run();
        });
    }

    /// Does `work` on a thread in here and answers what came of it.
    public <T> T call(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        thread("in " + name, task).start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof FleetException known) {
                throw known;
            }
            throw new FleetException("in " + name + ": " + (cause == null ? e : cause).getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted", e);
        }
    }

    /// Moves the calling thread in here, for good.
    public void enter() {
        Kernel.enterNetwork(file());
    }

    /// Every process in here but this very program, however it was started.
    public List<ProcessId> processes() {
        return Command.run(PATIENCE, List.of("ip", "netns", "pids", name))
                .lines()
                .map(line -> Long.parseLong(line.strip()))
                .filter(pid -> pid != ProcessHandle.current().pid())
                .map(ProcessId::of)
                .flatMap(Optional::stream)
                .filter(ProcessId::isAlive)
                .toList();
    }

    /// SIGKILL to all of them, again until none is left: what is killed may just have started another one.
    public void killAll() {
        boolean gone = Deadline.in(PATIENCE).await(() -> {
            List<Long> pids = processes().stream().map(ProcessId::pid).toList();
            Signal.KILL.sendTo(pids);
            return pids.isEmpty();
        });
        if (!gone) {
            throw new FleetException("some processes in " + name + " do not end");
        }
    }
}

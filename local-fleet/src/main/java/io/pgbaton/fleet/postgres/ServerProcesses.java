package io.pgbaton.fleet.postgres;

import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The processes of one data directory. Each of them works in it (its current directory), which tells them from all
/// other servers of the machine for certain; a pid file may name a process of somebody else.
public record ServerProcesses(Path dataDirectory) {

    /// Postmaster and backends, orphaned ones too.
    public List<Long> all() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(entry ->
                            Character.isDigit(entry.getFileName().toString().charAt(0)))
                    .filter(this::worksHere)
                    .map(entry -> Long.valueOf(entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// The postmaster, when it is alive.
    public Optional<Long> postmaster() {
        return lockHolder()
                .filter(this::worksHere)
                .map(process -> Long.valueOf(process.getFileName().toString()));
    }

    /// The process of a standby that takes the log, by the title that PostgreSQL gives it.
    public Optional<Long> receiver() {
        return all().stream()
                .filter(pid -> titleOf(pid).contains("walreceiver"))
                .findFirst();
    }

    /// To everybody at once.
    public void signalAll(Signal signal) {
        signal.sendTo(all());
    }

    /// A dead postmaster whose parent has not asked how it ended keeps its process id (a container's first process
    /// may take seconds to ask), and PostgreSQL takes the lock files of data directory and socket for a living
    /// server's. Waits until the id is free.
    void awaitReaped(Duration patience) {
        lockHolder()
                .filter(process -> !worksHere(process))
                .ifPresent(process -> Deadline.in(patience).await(() -> !isZombie(process)));
    }

    private static String titleOf(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
        } catch (IOException _) {
            // it has ended
            return "";
        }
    }

    private Optional<Path> lockHolder() {
        try (Stream<String> lines = Files.lines(dataDirectory.resolve("postmaster.pid"))) {
            return lines.findFirst().map(line -> Path.of("/proc", line.strip()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isZombie(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    /// A zombie has no current directory: it counts as gone.
    private boolean worksHere(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(dataDirectory);
        } catch (IOException e) {
            return false;
        }
    }
}

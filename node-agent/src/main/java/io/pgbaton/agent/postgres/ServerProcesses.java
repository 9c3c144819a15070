package io.pgbaton.agent.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The processes of one data directory, found by their working directory: a dead postmaster leaves backends that
/// can still commit, and no pid file names them.
public final class ServerProcesses {

    private static final Path PROC = Path.of("/proc");

    private final DataDirectory directory;

    public ServerProcesses(DataDirectory directory) {
        this.directory = directory;
    }

    /// The postmaster, when its pid file names a living process of this directory.
    public Optional<DataDirectory.Postmaster> postmaster() {
        return directory.postmaster().filter(found -> {
            try {
                return belongsHere(PROC.resolve(Long.toString(found.pid())), realPath());
            } catch (IOException e) {
                return false; // the directory itself is gone
            }
        });
    }

    public boolean anyAlive() {
        return !pids().isEmpty();
    }

    /// Stopped by a signal: it takes no new connection, whatever the open ones answer.
    public boolean isSuspended(long pid) {
        return stateOf(PROC.resolve(Long.toString(pid))) == 'T';
    }

    /// Kills all at once and waits until none is left. False when some outlived `patience`.
    public boolean kill(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<Long> left = pids();
        while (!left.isEmpty()) {
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            if (System.nanoTime() > deadline) {
                return false;
            }
            Pause.millis(2);
            left = pids();
        }
        return true;
    }

    /// A killed postmaster that its parent has not reaped still has a pid: PostgreSQL takes that for a running
    /// server and refuses to start, by `postmaster.pid` and by the socket's lock file. False when it outlasts
    /// `patience`.
    boolean awaitReaped(Duration patience) {
        return Pause.until(() -> directory.postmaster().filter(this::isZombie).isEmpty(), patience, 20);
    }

    private boolean isZombie(DataDirectory.Postmaster named) {
        Path process = PROC.resolve(Long.toString(named.pid()));
        return Files.exists(process) && stateOf(process) == 'Z';
    }

    private List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        if (!Files.exists(directory.path())) {
            return pids;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            Path here = realPath();
            for (Path process : processes) {
                if (belongsHere(process, here)) {
                    pids.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the processes of " + directory.path() + " cannot be listed: " + e.getMessage());
        }
        return pids;
    }

    private static boolean belongsHere(Path process, Path here) {
        try {
            Path workingDirectory = Files.readSymbolicLink(process.resolve("cwd"));
            return workingDirectory.equals(here)
                    && Files.readString(process.resolve("comm")).startsWith("post")
                    && stateOf(process) != 'Z';
        } catch (IOException e) {
            return false; // gone meanwhile, or somebody else's
        }
    }

    private Path realPath() throws IOException {
        return directory.path().toRealPath();
    }

    /// The letter behind the command's name in `/proc/PID/stat`; a zombie is dead, its parent only has not looked.
    private static char stateOf(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            int name = stat.lastIndexOf(')');
            return stat.length() > name + 2 ? stat.charAt(name + 2) : 'Z';
        } catch (IOException e) {
            return 'Z';
        }
    }
}

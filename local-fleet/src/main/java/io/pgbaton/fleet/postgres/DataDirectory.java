package io.pgbaton.fleet.postgres;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.OsUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A data directory of the sandbox: made here, and started here only when no agent does it.
public record DataDirectory(PostgresBinaries binaries, OsUser user, Path path) {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration REAPING_PATIENCE = Duration.ofSeconds(15);

    /// Whose server it will be; the password lies in a file.
    public record Superuser(String name, Path passwordFile) {}

    /// `settings` are appended to `postgresql.conf`; `access` becomes `pg_hba.conf`.
    public void initdb(Superuser superuser, String settings, String access) {
        run(List.of(
                "initdb",
                "-D",
                path.toString(),
                "--no-sync",
                "-A",
                "scram-sha-256",
                "-U",
                superuser.name(),
                "--pwfile=" + superuser.passwordFile(),
                "-E",
                "UTF8",
                "--locale=C"));
        try {
            Files.writeString(path.resolve("postgresql.conf"), settings, StandardOpenOption.APPEND);
            Files.writeString(path.resolve("pg_hba.conf"), access);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure " + path, e);
        }
    }

    /// Starts the server as a person would, with `pg_ctl`, and waits until it answers.
    public void start(int port, Path log) {
        processes().awaitReaped(REAPING_PATIENCE);
        try {
            run(List.of(
                    "pg_ctl",
                    "-D",
                    path.toString(),
                    "-l",
                    log.toString(),
                    "-o",
                    "-p " + port,
                    "-w",
                    "-t",
                    Long.toString(PATIENCE.toSeconds()),
                    "start"));
        } catch (FleetException e) {
            throw new FleetException(e.getMessage() + "\n" + Folders.lastLinesOf(log, 10), e);
        }
    }

    public void stop(StopMode mode) {
        if (processes().postmaster().isPresent()) {
            run(List.of("pg_ctl", "-D", path.toString(), "-m", mode.option(), "-w", "stop"));
        }
    }

    public ServerProcesses processes() {
        return new ServerProcesses(path);
    }

    private void run(List<String> words) {
        List<String> command = new ArrayList<>(words);
        command.set(0, binaries.program(words.getFirst()));
        Command.run(PATIENCE.plusSeconds(10), user.command(command));
    }
}

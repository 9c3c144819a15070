package io.pgbaton.cli.roles;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a script in one transaction.
record Psql(String program, String conninfo) {

    private static final int PATIENCE_SECONDS = 30;
    private static final int NOT_CONNECTED = 2;

    void run(String script) {
        try {
            Path file = Files.createTempFile("pgbaton-roles", ".sql");
            Path output = Files.createTempFile("pgbaton-roles", ".out");
            try {
                Files.writeString(file, script);
                finish(start(file, output), output);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw CommandFailed.badConfig(program + " cannot be run: set pg_bindir in agent.conf, or PATH");
        }
    }

    private Process start(Path script, Path output) throws IOException {
        ProcessBuilder psql = new ProcessBuilder(List.of(
                program, "-X", "-q", "-w", "-1", "-v", "ON_ERROR_STOP=1", "-f", script.toString(), "-d", conninfo));
        psql.environment().putIfAbsent("PGCONNECT_TIMEOUT", "5");
        return psql.redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private void finish(Process psql, Path output) throws IOException {
        try {
            if (!psql.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                psql.destroyForcibly();
                throw failed(ExitCode.CONNECTION, "psql did not end within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            psql.destroyForcibly();
            throw failed(ExitCode.INTERNAL, "interrupted");
        }
        if (psql.exitValue() != 0) {
            String said = firstError(new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
            throw psql.exitValue() == NOT_CONNECTED
                    ? failed(
                            ExitCode.CONNECTION,
                            said + ": be a superuser of it (sudo -u postgres), or say which, --superuser-conninfo")
                    : failed(ExitCode.QUERY, said);
        }
    }

    /// The line that says what is wrong; file and line of a script that is gone are of no use.
    private static String firstError(String output) {
        return output.lines()
                .filter(line -> line.contains("ERROR:") || line.contains("error:") || line.contains("FATAL:"))
                .findFirst()
                .map(line -> line.replaceFirst("^.*?(ERROR|FATAL|error):\\s*", ""))
                .orElse(output.strip());
    }

    private static CommandFailed failed(ExitCode code, String why) {
        return new CommandFailed(code, "the roles were not made: " + why);
    }
}

package io.pgbaton.fleet.chaos;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.run.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The real command line, with an operator in front of it.
final class Console {

    /// It gives up by itself before.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;

    private Console(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// How it ended: with which exit status, and the last line it wrote.
    record Ended(int status, String lastLine) {

        @Override
        public String toString() {
            return "exit " + status + ": " + lastLine;
        }
    }

    static Console type(Fleet fleet, String... words) {
        List<String> command = new ArrayList<>(List.of(fleet.folder().cli().toString()));
        command.addAll(List.of(words));
        try {
            Path output = Files.createTempFile(fleet.folder().root(), "console", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Console(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the command line", e);
        }
    }

    Ended awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new FleetException("the console does not end, its last line is: " + lastLine());
            }
            return new Ended(process.exitValue(), lastLine());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted", e);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    private String lastLine() {
        try {
            return Files.readString(output)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((_, last) -> last)
                    .orElse("nothing");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what the console wrote", e);
        }
    }
}

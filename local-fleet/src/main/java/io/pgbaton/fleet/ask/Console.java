package io.pgbaton.fleet.ask;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.folder.FleetFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The real command line, with an operator in front of it.
public final class Console {

    private final Process process;
    private final Path output;

    private Console(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// How it ended: with which exit status, and the last line it wrote.
    public record Ended(int status, String lastLine) {

        @Override
        public String toString() {
            return "exit " + status + ": " + lastLine;
        }
    }

    /// Starts it with these words, for the fleet that lies in `folder`.
    public static Console type(FleetFolder folder, String... words) {
        List<String> command = new ArrayList<>(List.of(folder.cli().toString()));
        command.addAll(List.of(words));
        try {
            Path output = Files.createTempFile(folder.root(), "console", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Console(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the command line", e);
        }
    }

    /// One that does not end in time is killed, which is an exception.
    public Ended awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new FleetException("the console does not end, its last line is: " + lastLine());
            }
            return new Ended(process.exitValue(), lastLine());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted", e);
        }
    }

    public void kill() {
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

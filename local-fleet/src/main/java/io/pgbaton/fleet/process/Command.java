package io.pgbaton.fleet.process;

import io.pgbaton.fleet.FleetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that runs and ends.
public final class Command {

    /// `output` is what it wrote to both its outputs.
    public record Ended(int status, String output) {}

    private Command() {}

    /// Runs `words` to its end and answers its output; anything but status 0 is an exception that quotes it.
    public static String run(Duration patience, List<String> words) {
        Ended ended = tryToRun(patience, words);
        if (ended.status() != 0) {
            throw new FleetException(
                    nameOf(words) + " failed with status " + ended.status() + ": " + lastLinesOf(ended.output()));
        }
        return ended.output();
    }

    /// Runs `words` to its end, whatever that is; one that is not done in time is killed, which is an exception.
    public static Ended tryToRun(Duration patience, List<String> words) {
        try {
            // a file, not a pipe: a server that outlives the command would hold a pipe open
            Path output = Files.createTempFile("pgbaton-command", ".out");
            try {
                return run(words, output, patience);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new FleetException("cannot run " + nameOf(words) + ": " + e.getMessage(), e);
        }
    }

    private static Ended run(List<String> words, Path output, Duration patience) throws IOException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new FleetException(nameOf(words) + " was not done after " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new FleetException(nameOf(words) + " was interrupted", e);
        }
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /// The program proper, without the `setpriv … --` in front of it.
    private static String nameOf(List<String> words) {
        int separator = words.lastIndexOf("--");
        String program = words.get(separator + 1 < words.size() ? separator + 1 : 0);
        return Path.of(program).getFileName().toString();
    }

    private static String lastLinesOf(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}

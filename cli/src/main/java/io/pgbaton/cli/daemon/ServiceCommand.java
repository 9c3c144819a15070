package io.pgbaton.cli.daemon;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A command of the service manager, run by `sh` as whoever runs this. What it prints goes to a file, not into a pipe:
/// what it leaves running may print for ever.
record ServiceCommand(String command) {

    /// Fails when it does not succeed in time, with its last line.
    void run(Duration patience) {
        try {
            Path output = Files.createTempFile("pgbaton-service", ".out");
            try {
                finish(start(output), output, patience);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw failed("cannot be run: " + e.getMessage());
        }
    }

    private Process start(Path output) throws IOException {
        return new ProcessBuilder(List.of("sh", "-c", command))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private void finish(Process process, Path output, Duration patience) throws IOException {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
                throw failed("did not end within " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw failed("was interrupted");
        }
        if (process.exitValue() != 0) {
            String last = new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .reduce((first, second) -> second)
                    .map(line -> ": " + line)
                    .orElse("");
            throw failed("ended with " + process.exitValue() + last);
        }
    }

    private CommandFailed failed(String how) {
        return new CommandFailed(ExitCode.AGENT_SERVICE, "\"" + command + "\" " + how);
    }
}

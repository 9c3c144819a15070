package io.pgbaton.agent.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// PostgreSQL's command-line programs, each with a deadline.
public final class Programs implements Starter {

    private final Optional<Path> binaries;
    private final Map<String, String> environment;

    public Programs(Optional<Path> binaries, Map<String, String> environment) {
        this.binaries = binaries.or(Programs::installed);
        this.environment = environment;
    }

    /// How a program ended: its exit status and the last lines it wrote.
    public record Ended(int status, String output) {
        public boolean well() {
            return status == 0;
        }

        public String lastLine() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce((_, line) -> line.strip())
                    .orElse("no output");
        }
    }

    @Override
    public Ended run(List<String> command, Duration patience) {
        return run(command, patience, _ -> {});
    }

    /// `command` with its program's place in front.
    public List<String> found(List<String> command) {
        List<String> full = new ArrayList<>(command);
        full.set(
                0,
                binaries.map(directory -> directory.resolve(command.getFirst()).toString())
                        .orElse(command.getFirst()));
        return full;
    }

    /// What every program gets beside this process's own environment.
    public Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(environment);
        all.put("LC_ALL", "C");
        return all;
    }

    /// Runs to the end, handing on each line as it comes; a carriage return ends a line too, for progress reports.
    public Ended run(List<String> command, Duration patience, Consumer<String> eachLine) {
        List<String> full = found(command);
        ProcessBuilder builder = new ProcessBuilder(Niceness.usual(full)).redirectErrorStream(true);
        builder.environment().putAll(environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Tail tail = new Tail(eachLine);
            Thread reader = Thread.ofVirtual().start(() -> tail.read(process.inputReader(StandardCharsets.UTF_8)));
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            // a daemon may hold the pipe open: what has come by now is enough
            reader.join(Duration.ofMillis(500));
            return ended
                    ? new Ended(process.exitValue(), tail.text())
                    : new Ended(-1, tail.text() + "\nnot finished within " + patience.toSeconds() + " s");
        } catch (IOException e) {
            return new Ended(-1, full.getFirst() + " cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended(-1, "interrupted");
        }
    }

    /// The newest server programs where Debian puts them, when `PATH` has none.
    private static Optional<Path> installed() {
        boolean onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "pg_ctl")));
        if (onPath) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("pg_ctl")))
                    .max(Path::compareTo);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static final class Tail {
        private static final int KEPT = 4_000;

        private final StringBuilder text = new StringBuilder();
        private final Consumer<String> eachLine;

        Tail(Consumer<String> eachLine) {
            this.eachLine = eachLine;
        }

        void read(Reader source) {
            StringBuilder line = new StringBuilder();
            try (BufferedReader reader = new BufferedReader(source)) {
                for (int c = reader.read(); c >= 0; c = reader.read()) {
                    if (c != '\n' && c != '\r') {
                        line.append((char) c);
                    } else if (!line.isEmpty()) {
                        take(line.toString());
                        line.setLength(0);
                    }
                }
            } catch (IOException e) {
                take("output ended: " + e.getMessage());
            }
            if (!line.isEmpty()) {
                take(line.toString());
            }
        }

        private void take(String line) {
            synchronized (text) {
                text.append(line).append('\n');
                if (text.length() > KEPT) {
                    text.delete(0, text.length() - KEPT);
                }
            }
            eachLine.accept(line);
        }

        String text() {
            synchronized (text) {
                return text.toString();
            }
        }
    }
}

package io.pgbaton.fleet.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.programs.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "copy",
        description = "How fast the monitor writes samples into a PostgreSQL of its own, from the bytes as Kafka hands"
                + " them over to the commit, beside a bare COPY of the same rows. Needs no fleet.",
        mixinStandardHelpOptions = true)
final class CopyBench implements Runnable {

    private static final Duration PATIENCE = Duration.ofMinutes(9);

    @Mixin
    private Bench bench = new Bench();

    @Option(names = "--rows", paramLabel = "N", description = "samples to write (default: ${DEFAULT-VALUE})")
    private int rows = 500_000;

    @Override
    public void run() {
        Installation installation = Installation.find();
        Path monitor = installation.distribution().resolve("lib").resolve("monitor");
        try (PostgresServer server = PostgresServer.running()) {
            String line = Command.run(
                    PATIENCE,
                    List.of(
                            installation
                                    .javaHome()
                                    .resolve("bin")
                                    .resolve("java")
                                    .toString(),
                            "-Xmx512m",
                            "-cp",
                            monitor.resolve("app") + "/*:"
                                    + monitor.resolve("lib").resolve("main") + "/*",
                            "io.pgbaton.monitor.history.HistoryBench",
                            server.jdbcUrl(),
                            Integer.toString(rows)));
            bench.show(figures(line));
        }
    }

    /// The last line is the result; libraries may have talked before.
    private static List<Figure> figures(String output) {
        try {
            JsonNode result = Wire.mapper()
                    .readTree(output.strip().lines().reduce((_, last) -> last).orElse(""));
            return List.of(
                    new Figure("bare COPY", result.path("bareCopyRowsPerSecond").asDouble(), "rows/s", ""),
                    new Figure("history", result.path("historyRowsPerSecond").asDouble(), "rows/s", "50,000"),
                    new Figure("history to bare COPY", result.path("ratio").asDouble(), "", "0.5"));
        } catch (JsonProcessingException e) {
            throw new FleetException("the bench printed no result: " + output, e);
        }
    }
}

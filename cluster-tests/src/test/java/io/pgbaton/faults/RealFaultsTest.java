package io.pgbaton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgbaton.fleet.hosts.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real faults on real servers, each on a host of its own: a representative part of `./bench chaos`, with the short
/// times. What clients saw must hold on any machine; how long it took is for the bench.
class RealFaultsTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final long PATIENCE_MINUTES = 20;

    /// Every scene of this class but one, played by one run on one fleet.
    private static final List<String> SCENES = List.of(
            "postmaster-killed",
            "host-gone",
            "kafka-gone",
            "service-killed-freezing",
            "decisions-replayed",
            "decisions-lost",
            "poison");

    private static final Map<String, JsonNode> OUTCOMES = new HashMap<>();

    @BeforeAll
    static void playTheScenes() throws IOException, InterruptedException {
        String missing = Requirements.missing().orElse("");
        assumeTrue(missing.isEmpty(), missing);
        play(List.of("--only", String.join(",", SCENES)));
        // V2 holds while the guard brings the agent back within the lease: how soon that is on a machine that does
        // nothing else is for ./bench failover, and here something else may be going on
        play(List.of("--only", "agent-killed", "--agent", "lease=10s"));
    }

    private static void play(List<String> options) throws IOException, InterruptedException {
        Path output = Files.createTempFile("chaos", ".json");
        Path errors = Files.createTempFile("chaos", ".err");
        Process process = new ProcessBuilder(command(options))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                    .as("the scenes end: " + Files.readString(errors))
                    .isTrue();
        } finally {
            process.destroy();
        }
        String json = Files.readString(output);
        assertThat(json).as(Files.readString(errors)).startsWith("[");
        new ObjectMapper()
                .readTree(json)
                .forEach(outcome -> OUTCOMES.put(outcome.get("scene").asText(), outcome));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmaster-killed", "host-gone", "service-killed-freezing", "decisions-lost", "poison"})
    void anotherServerTakesOverAndNeverAreTwoWritable(String scene) {
        JsonNode figures = played(scene);

        assertThat(figures.get("handovers").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent-killed", "kafka-gone", "decisions-replayed"})
    void nobodyTakesOverAndTheClientLosesNothing(String scene) {
        JsonNode figures = played(scene);

        assertThat(figures.get("handovers").asInt()).isZero();
        assertThat(figures.get("lost").asLong()).isZero();
    }

    /// What the clients saw, once nothing about it is broken.
    private static JsonNode played(String scene) {
        assertThat(OUTCOMES).containsKey(scene);
        JsonNode outcome = Objects.requireNonNull(OUTCOMES.get(scene));
        assertThat(outcome.get("broken")).as(outcome.toPrettyString()).isEmpty();
        JsonNode figures = outcome.get("figures");
        assertThat(figures.get("conflicts").asLong()).isZero();
        assertThat(figures.get("acknowledged").asLong()).isPositive();
        return figures;
    }

    private static List<String> command(List<String> options) throws IOException {
        Path target = REPOSITORY.resolve("local-fleet").resolve("target");
        try (var jars = Files.newDirectoryStream(target, "local-fleet-*.jar")) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx192m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dpgbaton.repository=" + REPOSITORY,
                    "-cp",
                    jars.iterator().next() + ":" + target.resolve("lib") + "/*",
                    "io.pgbaton.fleet.bench.Main",
                    "chaos",
                    "--short",
                    "--json"));
            command.addAll(List.of("--logs", Path.of("target", "chaos-logs").toString()));
            command.addAll(options);
            return command;
        }
    }
}

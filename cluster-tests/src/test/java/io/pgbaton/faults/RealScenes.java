package io.pgbaton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `./bench chaos` with the short times, in a process of its own: it moves threads into other network namespaces.
final class RealScenes {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final long PATIENCE_MINUTES = 20;

    private RealScenes() {}

    /// The outcome of each scene, by its name.
    static Map<String, JsonNode> play(List<String> scenes, String... options) throws IOException, InterruptedException {
        Path output = Files.createTempFile("chaos", ".json");
        Path errors = Files.createTempFile("chaos", ".err");
        Process process = new ProcessBuilder(command(scenes, options))
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
        Map<String, JsonNode> outcomes = new LinkedHashMap<>();
        new ObjectMapper()
                .readTree(json)
                .forEach(outcome -> outcomes.put(outcome.get("scene").asText(), outcome));
        return outcomes;
    }

    private static List<String> command(List<String> scenes, String... options) throws IOException {
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
                    "--json",
                    "--only",
                    String.join(",", scenes)));
            command.addAll(List.of("--logs", Path.of("target", "chaos-logs").toString()));
            command.addAll(List.of(options));
            return command;
        }
    }
}

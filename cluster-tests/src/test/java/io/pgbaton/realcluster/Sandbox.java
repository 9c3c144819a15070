package io.pgbaton.realcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgbaton.fleet.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// The sandbox as a user has it: the same program as behind `./sandbox`, with the real distribution, in a folder
/// and at ports of its own.
final class Sandbox {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final int basePort;
    private final HttpClient http = HttpClient.newHttpClient();

    private Sandbox(Path folder, int basePort) {
        this.folder = folder;
        this.basePort = basePort;
    }

    /// What a command printed, and how it ended.
    record Ended(int status, String output, String errors) {

        JsonNode json() throws IOException {
            return JSON.readTree(output);
        }
    }

    static Sandbox up(String... more) throws IOException, InterruptedException {
        // not below the repository: the servers run as an unprivileged user, who must be able to reach it
        Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "pgbaton-e2e-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        int basePort = freeBasePort();
        var sandbox = new Sandbox(folder.resolve("fleet"), basePort);
        // a slow machine takes seconds to start a killed agent again, and it has to be back within its lease
        List<String> words =
                new ArrayList<>(List.of("up", "--base-port", Integer.toString(basePort), "--agent", "lease=10s"));
        words.addAll(List.of(more));
        Ended up = sandbox.run(words.toArray(String[]::new));
        if (up.status() != 0) {
            sandbox.close();
            throw new IllegalStateException("the sandbox did not come up: " + up.errors() + up.output());
        }
        return sandbox;
    }

    Ended run(String... words) throws IOException, InterruptedException {
        return run(command(words));
    }

    /// What is behind `./bench`, on this fleet.
    Ended bench(String... words) throws IOException, InterruptedException {
        return run(java("io.pgbaton.fleet.bench.Main", words));
    }

    /// The sandbox's own command line, for a shell.
    List<String> command(String... words) throws IOException {
        return java("io.pgbaton.fleet.Main", words);
    }

    private List<String> java(String program, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-Dpgbaton.repository=" + REPOSITORY,
                "-cp",
                classPath(),
                program));
        command.addAll(List.of(words));
        command.addAll(List.of("--dir", folder.toString()));
        return command;
    }

    /// The command line, as an operator of this fleet has it.
    Ended pgbaton(String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("bin").resolve("pgbaton").toString()));
        command.addAll(List.of(words));
        return run(command);
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("sandbox", ".out");
        Path errors = Files.createTempFile("sandbox", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", command) + " did not end: " + Files.readString(errors));
        }
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    /// An address of the monitor service.
    String page(String path) {
        return "http://127.0.0.1:" + (basePort + 42) + path;
    }

    JsonNode get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(url + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /// The history database, as the role that owns it.
    String historyUrl() {
        return "jdbc:postgresql://127.0.0.1:" + (basePort + 10) + "/pgbaton?user=pgbaton";
    }

    /// Of a node of the cluster `orders`.
    Path agentConf(int node) {
        return folder.resolve("orders").resolve("n" + node).resolve("agent.conf");
    }

    Path dataDirectory(int node) {
        return folder.resolve("orders").resolve("n" + node).resolve("data");
    }

    int serverPort(int node) {
        return basePort + 100 + node;
    }

    /// Without a user.
    String serverUrl(int node) {
        return "jdbc:postgresql://127.0.0.1:" + serverPort(node) + "/postgres";
    }

    /// What its guard and its agent keep.
    Path agentState(int node) {
        return folder.resolve("orders").resolve("n" + node).resolve("state");
    }

    Path passfile() {
        return folder.resolve("passfile");
    }

    /// Ends and removes everything.
    void close() throws IOException, InterruptedException {
        run("down", "--purge");
        Path parent = folder.getParent();
        if (parent != null) {
            Files.deleteIfExists(parent);
        }
    }

    /// The first thousand whose first port, Kafka's, nobody holds; below the ports that the system gives away.
    static int freeBasePort() {
        return IntStream.iterate(24_000, base -> base < 32_000, base -> base + 1_000)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("every base port from 24000 to 31000 is taken: stop another fleet"));
    }

    private static String classPath() throws IOException {
        Path target = REPOSITORY.resolve("local-fleet").resolve("target");
        try (var jars = Files.newDirectoryStream(target, "local-fleet-*.jar")) {
            return jars.iterator().next() + ":" + target.resolve("lib") + "/*";
        }
    }
}

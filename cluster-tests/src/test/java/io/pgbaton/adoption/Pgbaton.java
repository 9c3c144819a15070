package io.pgbaton.adoption;

import static org.awaitility.Awaitility.await;

import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.FreePort;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Program;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a user unpacks, on the one host that is every host of a [RepmgrCluster]: two services, and an agent for each
/// node.
final class Pgbaton implements AutoCloseable {

    private static final Path DISTRIBUTION =
            Path.of("..", "distribution", "target").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RepmgrCluster repmgr;
    private final KafkaBroker broker;
    private final PostgresServer history = PostgresServer.running();
    private final Path home;
    private final int failover = FreePort.next();
    private final int monitor = FreePort.next();
    private final List<Integer> agents = List.of(FreePort.next(), FreePort.next(), FreePort.next(), FreePort.next());

    Pgbaton(RepmgrCluster repmgr, KafkaBroker broker) throws IOException {
        this.repmgr = repmgr;
        this.broker = broker;
        this.home = repmgr.folder().resolve("pgbaton");
        // the servers' user cannot reach every place where a repository may be
        Command.run(PATIENCE, List.of("cp", "-r", unpacked().toString(), home.toString()));
    }

    record Ended(int status, String output) {}

    void startServices() throws IOException {
        String bus = "pgbaton.bus=" + broker.bootstrapServers() + "\nquarkus.http.port=";
        service("failover", bus + failover + "\n");
        service("monitor", bus + monitor + "\nquarkus.datasource.jdbc.url=" + history.createDatabase("pgbaton") + "\n");
        awaitAnswer("http://127.0.0.1:" + failover + "/q/health/ready");
        awaitAnswer("http://127.0.0.1:" + monitor + "/q/health/ready");
    }

    private void service(String name, String properties) throws IOException {
        Path file = repmgr.folder().resolve(name + ".properties");
        Files.writeString(file, properties);
        run(name, List.of(program("pgbaton-" + name), "-f", file.toString()));
    }

    Path agentConf(int node) {
        return repmgr.folder().resolve("agent" + node + ".conf");
    }

    Ended adopt(int node, String... options) {
        List<String> words =
                new ArrayList<>(List.of("adopt", "-f", repmgr.conf(node).toString()));
        words.addAll(List.of("--output", agentConf(node).toString()));
        words.addAll(List.of(options));
        return pgbaton(words.toArray(String[]::new));
    }

    /// As `adopt` is typed on the node's own host.
    Ended prepare(int node, String... options) {
        List<String> words = new ArrayList<>(List.of("--cluster", "orders", "--bus", broker.bootstrapServers()));
        words.addAll(List.of("--http-listen", "127.0.0.1:" + agents.get(node)));
        words.addAll(List.of(options));
        return adopt(node, words.toArray(String[]::new));
    }

    Ended pgbaton(String... words) {
        List<String> command = new ArrayList<>(environment());
        command.addAll(List.of(program("pgbaton")));
        command.addAll(List.of(words));
        command.addAll(List.of(
                "--failover-url", "http://127.0.0.1:" + failover, "--monitor-url", "http://127.0.0.1:" + monitor));
        Command.Ended ended = Command.tryToRun(PATIENCE, repmgr.user().command(command));
        return new Ended(ended.status(), ended.output());
    }

    /// Several agents on one host need a state directory each.
    void giveStateDirectory(int node) throws IOException {
        Files.writeString(agentConf(node), "state_directory='" + state(node) + "'\n", StandardOpenOption.APPEND);
    }

    Path state(int node) {
        return repmgr.folder().resolve("state" + node);
    }

    Ended tryToStartAgent(int node) {
        List<String> command = new ArrayList<>(environment());
        command.addAll(List.of(program("pgbaton-agent"), "-f", agentConf(node).toString()));
        Command.Ended ended = Command.tryToRun(PATIENCE, repmgr.user().command(command));
        return new Ended(ended.status(), ended.output());
    }

    ProcessId startAgent(int node) {
        ProcessId guard = run(
                "agent" + node,
                List.of(program("pgbaton-agent"), "-f", agentConf(node).toString()));
        awaitAnswer("http://127.0.0.1:" + agents.get(node) + "/liveness");
        return guard;
    }

    private ProcessId run(String name, List<String> words) {
        List<String> command = new ArrayList<>(environment());
        command.addAll(words);
        return new Program(command, Map.of(), repmgr.folder().resolve(name + ".log")).start(repmgr.user());
    }

    private static List<String> environment() {
        return List.of("env", "JAVA_HOME=" + System.getProperty("java.home"));
    }

    private String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static Path unpacked() throws IOException {
        try (var entries = Files.newDirectoryStream(DISTRIBUTION, "pgbaton-*")) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    return entry;
                }
            }
        }
        throw new IllegalStateException("no unpacked distribution in " + DISTRIBUTION);
    }

    private static void awaitAnswer(String url) {
        await(url).atMost(PATIENCE).ignoreExceptions().until(() -> {
            HttpURLConnection http = (HttpURLConnection) URI.create(url).toURL().openConnection();
            http.setConnectTimeout(2_000);
            http.setReadTimeout(2_000);
            return http.getResponseCode() == 200;
        });
    }

    /// The services and agents go with the cluster's folder.
    @Override
    public void close() {
        history.close();
    }
}

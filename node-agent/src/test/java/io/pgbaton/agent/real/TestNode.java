package io.pgbaton.agent.real;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.FreePort;
import io.pgbaton.fleet.process.OsUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One server and the agent beside it.
final class TestNode implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final NodeId id;
    final PostgresServer server;
    final int httpPort = FreePort.next();
    private final Path folder;
    private @Nullable Process agent;

    TestNode(ClusterId cluster, int id, String bootstrap, List<String> settings) {
        this.id = new NodeId(id);
        this.folder = Folders.temporary("node" + id);
        this.server = PostgresServer.in(folder.resolve("server"));
        OsUser.forServers().own(folder);
        String configuration = """
                node_id = %d
                node_name = 'n%d'
                cluster = '%s'
                conninfo = '%s'
                data_directory = '%s'
                state_directory = '%s'
                bus = '%s'
                http_listen = '127.0.0.1:%d'
                pg_bindir = '%s'
                pg_ctl_options = '-o "%s"'
                heartbeat_interval = 200ms
                lease = 3s
                guard = off
                standby_follow_timeout = 10
                %s
                """.formatted(
                        id,
                        id,
                        cluster,
                        server.conninfo(),
                        server.dataDirectory(),
                        folder.resolve("state"),
                        bootstrap,
                        httpPort,
                        Path.of(server.binaries().program("pg_ctl")).getParent(),
                        server.postgresOptions(),
                        String.join("\n", settings).replace("@conninfo", server.conninfo()));
        try {
            Files.writeString(configurationFile(), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// More lines of its configuration, for the agent that starts next.
    void configure(String... settings) {
        try {
            Files.writeString(
                    configurationFile(), String.join("\n", settings) + "\n", java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path configurationFile() {
        return folder.resolve("agent.conf");
    }

    Path stateDirectory() {
        return folder.resolve("state");
    }

    Path agentLog() {
        return folder.resolve("agent.log");
    }

    String url() {
        return "http://127.0.0.1:" + httpPort;
    }

    Process startAgent() {
        try {
            Process started = new ProcessBuilder(
                            OsUser.forServers().command(AgentProgram.commandLine(configurationFile())))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(agentLog().toFile()))
                    .directory(folder.toFile())
                    .start();
            agent = started;
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Nobody receives anything from this server any more, from the moment this returns.
    void refuseStandbys() {
        String loaded = server.query("SELECT pg_conf_load_time()");
        Path rules = server.dataDirectory().resolve("pg_hba.conf");
        try {
            Files.write(
                    rules,
                    Files.readAllLines(rules).stream()
                            .filter(line -> !line.contains("replication"))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.execute("SELECT pg_reload_conf()");
        // a session inherits the time: one with a later time comes from a postmaster that has read the rules
        await("the new rules")
                .until(() -> !server.query("SELECT pg_conf_load_time()").equals(loaded));
        await("the end of replication").until(() -> {
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_replication");
            return server.query("SELECT count(*) FROM pg_stat_replication").equals("0");
        });
    }

    private static org.awaitility.core.ConditionFactory await(String what) {
        return org.awaitility.Awaitility.await(what).atMost(java.time.Duration.ofSeconds(30));
    }

    /// Another agent of the same configuration; answers its exit status.
    int runSecondAgent() {
        Process first = agent;
        try {
            Process second = startAgent();
            boolean ended = second.waitFor(60, TimeUnit.SECONDS);
            return ended ? second.exitValue() : -1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            agent = first;
        }
    }

    long postmasterPid() throws IOException {
        Path file = server.dataDirectory().resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }

    long agentPid() {
        return java.util.Objects.requireNonNull(agent).pid();
    }

    void killAgent() {
        Process running = agent;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    String log() {
        try {
            return Files.readString(agentLog());
        } catch (IOException e) {
            return "";
        }
    }

    /// Status and body of a page of the agent's.
    HttpResponse<String> get(String path) {
        return answer(HttpRequest.newBuilder(URI.create(url() + path)).build());
    }

    HttpResponse<String> post(String path, String body) {
        return answer(HttpRequest.newBuilder(URI.create(url() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> answer(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        killAgent();
        server.killAll();
        if (System.getProperty("keep") == null) {
            Folders.delete(folder);
        }
    }
}

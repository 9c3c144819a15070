package io.pgbaton.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.ConfigProblem;
import io.pgbaton.agent.kafka.Bus;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.reach.Reachability;
import io.pgbaton.agent.state.LeaseBook;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// The agent's HTTP server: the JDK's own, since it adds no memory to speak of. Every answer comes from what the
/// agent knows already and waits for no server, but for `/api/v1/reach`, which tries the ways to them when asked.
public final class AgentHttp implements AutoCloseable {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private final HttpServer server;
    private final Supplier<NodePage> page;
    private final Supplier<Bus.Numbers> numbers;
    private final TailPage tail;
    private final GrantPage grants;
    private final ReachPage reach;

    /// Where the answers come from.
    public record Sources(
            Supplier<NodePage> page,
            Supplier<Bus.Numbers> numbers,
            DataDirectory directory,
            LeaseBook leases,
            Reachability reachability) {}

    private AgentHttp(HttpServer server, AgentConfig config, Sources sources) {
        this.server = server;
        this.page = sources.page();
        this.numbers = sources.numbers();
        this.tail = new TailPage(sources.directory());
        this.grants = new GrantPage(config, sources.leases());
        this.reach = new ReachPage(sources.reachability());
    }

    public static AgentHttp start(AgentConfig config, Sources sources) {
        AgentConfig.Local local = config.local();
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(local.httpHost(), local.httpPort()), 50);
            AgentHttp http = new AgentHttp(server, config, sources);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", http::answer);
            server.start();
            return http;
        } catch (IOException e) {
            throw new ConfigProblem(
                    "http_listen '" + local.httpHost() + ":" + local.httpPort() + "': " + e.getMessage());
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")
                    && exchange.getRequestURI().getPath().equals(GrantMessage.PATH)) {
                grants.answer(exchange);
            } else if (METHODS.contains(exchange.getRequestMethod())) {
                route(exchange, page.get());
            } else {
                Answers.text(exchange, 405, "");
            }
        }
    }

    private void route(HttpExchange exchange, NodePage now) throws IOException {
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/", "/primary", "/master", "/leader", "/read-write" -> health(exchange, now, Health.isPrimary(now));
            case "/replica" ->
                health(
                        exchange,
                        now,
                        Health.isReplica(now, Answers.query(exchange, "lag").orElse("")));
            case "/read-only", "/readiness" ->
                health(exchange, now, Health.isPrimary(now) || Health.isReplica(now, ""));
            case "/health" -> health(exchange, now, Health.isRunning(now));
            case "/liveness" -> health(exchange, now, true);
            case "/patroni" -> Answers.json(exchange, 200, PatroniPages.patroni(now));
            case "/cluster" -> Answers.json(exchange, 200, PatroniPages.cluster(now));
            case "/api/v1/node" -> Answers.json(exchange, 200, now);
            case "/api/v1/reach" -> reach.answer(exchange);
            case "/wal" -> tail.answer(exchange, now.heartbeat());
            case "/metrics" ->
                Answers.bytes(
                        exchange,
                        200,
                        Metrics.CONTENT_TYPE,
                        Metrics.of(now, numbers.get()).getBytes(StandardCharsets.UTF_8));
            default -> Answers.json(exchange, 404, Map.of("error", "no such page: " + path));
        }
    }

    private static void health(HttpExchange exchange, NodePage now, boolean holds) throws IOException {
        Answers.json(exchange, holds ? 200 : 503, PatroniPages.patroni(now));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package io.pgbaton.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A pgbaton service over real HTTP: it answers each path with the records it was given, the last one again and
/// again.
final class RecordedService implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private record Answer(int status, Object record) {}

    RecordedService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    RecordedService answering(String path, Object... records) {
        for (Object record : records) {
            queue(path, new Answer(200, record));
        }
        return this;
    }

    RecordedService refusing(String path, int status, String error) {
        queue(path, new Answer(status, Map.of("error", error)));
        return this;
    }

    /// Runs a command about `orders` against this service, which says at once how its request stands.
    Run ask(RequestStatus.State state, String... command) {
        answering(
                "/api/v1/clusters/orders/requests",
                new RequestStatus(
                        new RequestId("r-1"), Fleet.ORDERS, state, List.of(new RequestStatus.Step(Fleet.NOON, "so"))));
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--cluster", "orders", "--failover-url", url(), "--wait", "0"));
        return Run.of(all.toArray(String[]::new));
    }

    /// `GET /path?query`, or `POST /path body`.
    List<String> asked() {
        return List.copyOf(asked);
    }

    private synchronized void queue(String path, Answer answer) {
        answers.computeIfAbsent(path, one -> new ArrayDeque<>()).add(answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
        Answer answer = next(exchange.getRequestURI().getPath());
        byte[] json = Wire.write(answer.record());
        exchange.sendResponseHeaders(answer.status(), json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    private synchronized Answer next(String path) {
        Deque<Answer> queue = answers.getOrDefault(path, new ArrayDeque<>());
        Answer first = queue.size() > 1 ? queue.poll() : queue.peek();
        return first == null ? new Answer(404, Map.of("error", "nothing at " + path)) : first;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package io.pgbaton.fleet.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/// Receives webhooks, verifies their signatures and keeps them. A message with a wrong signature is kept too, and
/// answered with 401, as a real receiver would.
public final class WebhookSink implements AutoCloseable {

    private static final ObjectMapper JSON = Wire.mapper();

    private final HttpServer server;
    private final Inbox inbox;
    private final WebhookSignature signature;
    private final Clock clock;

    public WebhookSink(int port, Inbox inbox, WebhookSignature signature, Clock clock) throws IOException {
        this.inbox = inbox;
        this.signature = signature;
        this.clock = clock;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::receive);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Headers headers = exchange.getRequestHeaders();
            WebhookSignature.Headers signed = new WebhookSignature.Headers(
                    header(headers, "webhook-id"),
                    header(headers, "webhook-timestamp"),
                    header(headers, "webhook-signature"));
            boolean verified = signature.verifies(signed, body, clock.instant());
            Received.Envelope envelope = new Received.Envelope(
                    signed.id(), null, List.of(exchange.getRequestURI().toString()), titleOf(body));
            inbox.add(new Received(
                    Received.Kind.WEBHOOK,
                    clock.instant(),
                    envelope,
                    verified,
                    new String(body, StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(verified ? 204 : 401, -1);
        }
    }

    private static String header(Headers headers, String name) {
        return Optional.ofNullable(headers.getFirst(name)).orElse("");
    }

    private static String titleOf(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8))
                    .path("type")
                    .asText("(no type)");
        } catch (JsonProcessingException e) {
            return "(not JSON)";
        }
    }
}

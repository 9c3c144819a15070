package io.pgbaton.fleet.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.FleetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// A service's REST interface, with the records of the contracts.
final class HttpJson {

    private static final ObjectMapper JSON = Wire.mapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final String base;

    HttpJson(String base) {
        this.base = base;
    }

    boolean answersOk(String path) {
        try {
            return send(request(path).GET()).statusCode() == 200;
        } catch (FleetException e) {
            return false;
        }
    }

    <T> T get(String path, Class<T> type) {
        return read(okay(path, send(request(path).GET())), body -> JSON.readValue(body, type));
    }

    <T> List<T> list(String path, Class<T> element) {
        JavaType type = JSON.getTypeFactory().constructCollectionType(List.class, element);
        return read(okay(path, send(request(path).GET())), body -> JSON.readValue(body, type));
    }

    <T> T post(String path, Object body, Class<T> type) {
        HttpRequest.Builder request = request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Wire.write(body)));
        return read(okay(path, send(request)), answer -> JSON.readValue(answer, type));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new FleetException(base + " does not answer: " + reasonOf(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted", e);
        }
    }

    private static String reasonOf(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private String okay(String path, HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new FleetException(
                    base + path + " answers " + response.statusCode() + ": " + errorIn(response.body()));
        }
        return response.body();
    }

    /// The services answer errors as `{"error": "one line"}`.
    private static String errorIn(String body) {
        try {
            JsonNode error = JSON.readTree(body).path("error");
            return error.isTextual() ? error.asText() : body.strip();
        } catch (JsonProcessingException e) {
            return body.strip();
        }
    }

    private interface Parser<T> {
        T parse(String body) throws JsonProcessingException;
    }

    private <T> T read(String body, Parser<T> parser) {
        try {
            return parser.parse(body);
        } catch (JsonProcessingException e) {
            throw new FleetException(base + " answers something unexpected: " + e.getOriginalMessage(), e);
        }
    }
}

package io.pgbaton.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The service as Quarkus runs it: its configuration, its HTTP interface, its health and its metrics.
@QuarkusTest
@QuarkusTestResource(ServiceSurroundings.class)
class ServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource
    private @Nullable URI service;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(Objects.requireNonNull(service).resolve(path))
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void publish(ClusterEvent event) {
        String servers = System.getProperty(ServiceSurroundings.SERVERS);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] key = event.cluster().name().getBytes(StandardCharsets.UTF_8);
            var _ = producer.send(new ProducerRecord<>(Topic.EVENTS.topicName(), key, Wire.write(event)));
        }
    }

    @Test
    void anEventIsDeliveredLoggedAndCounted() throws IOException {
        await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 200);
        ClusterEvent event = Events.failover("service-test");

        publish(event);

        await().atMost(PATIENCE)
                .until(() ->
                        get("/api/v1/deliveries?event=" + event.id()).body().contains("delivered"));
        JsonNode delivery = Wire.mapper()
                .readTree(
                        get("/api/v1/deliveries?limit=5&event=failover_promote").body())
                .get(0);
        assertThat(delivery.at("/about/event").asText()).isEqualTo(event.id());
        assertThat(delivery.at("/addressed/target").asText()).isEqualTo("sink");
        assertThat(delivery.at("/state/state").asText()).isEqualTo("delivered");
        assertThat(delivery.at("/attempts/0/reply").asText()).isEqualTo("HTTP 204");
        assertThat(get("/metrics").body())
                .contains(
                        "notifier_deliveries_total{result=\"delivered\",target_kind=\"webhook\"} 1.0",
                        "notifier_backlog{place=\"memory\"} 0.0",
                        "notifier_dead_letters_total",
                        "notifier_retry_age_seconds",
                        "notifier_breaker_state{target=\"webhook:sink\"} 0.0");
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongLimitIsRefusedInOneLine() {
        HttpResponse<String> answer = get("/api/v1/deliveries?limit=many");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":\"limit=many is out of range: 1 to 1000\"}");
    }
}

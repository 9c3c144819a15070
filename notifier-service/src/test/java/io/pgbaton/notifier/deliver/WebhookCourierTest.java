package io.pgbaton.notifier.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.notifier.Events;
import io.pgbaton.notifier.ReceivingHook;
import io.pgbaton.notifier.route.Delivery;
import io.pgbaton.notifier.route.Target;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookCourierTest {

    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    private static final String OLD_SECRET = "whsec_b2xkIG9sZCBvbGQgb2xkIG9sZCBvbGQ=";

    private final ReceivingHook hook = new ReceivingHook();
    private final WebhookCourier courier = new WebhookCourier(Duration.ofSeconds(2), Clock.fixed(NOW, ZoneOffset.UTC));
    private final Delivery delivery = Delivery.of(Events.failover("orders"), "all", Target.webhook("hook"));

    @AfterEach
    void closeHook() {
        hook.close();
    }

    private Outcome post(String url, Endpoint.Reach reach) throws InterruptedException {
        List<Secret> secrets = List.of(secret(ReceivingHook.SECRET), secret(OLD_SECRET));
        return courier.deliver(delivery, new Endpoint.Webhook("hook", URI.create(url), secrets, reach));
    }

    private Outcome post() throws InterruptedException {
        return post(hook.url(), Endpoint.Reach.PRIVATE_TOO);
    }

    private static Secret secret(String text) {
        return new Secret(Base64.getDecoder().decode(text.substring("whsec_".length())));
    }

    @Test
    void theBodyIsACloudEventWithTheDeliverysIdInTheHeader() throws Exception {
        assertThat(post()).isEqualTo(new Outcome.Delivered("HTTP 204"));

        ReceivingHook.Received received = hook.received().getFirst();
        assertThat(received.id()).isEqualTo(delivery.id());
        assertThat(received.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(received.contentType()).startsWith("application/cloudevents+json");
        JsonNode body = Wire.mapper().readTree(received.body());
        assertThat(body.get("specversion").asText()).isEqualTo("1.0");
        assertThat(body.get("type").asText()).isEqualTo("io.pgbaton.cluster.failover_promote.v1");
        assertThat(body.get("id").asText()).isEqualTo(delivery.event().id());
        assertThat(body.at("/data/outcome/details").asText()).startsWith("n2 is primary");
    }

    @Test
    void whoKnowsTheOldSecretAndWhoKnowsTheNewOneCanBothCheckIt() throws Exception {
        post();

        ReceivingHook.Received received = hook.received().getFirst();
        assertThat(received.isSignedWith(ReceivingHook.SECRET)).isTrue();
        assertThat(received.isSignedWith(OLD_SECRET)).isTrue();
        assertThat(received.isSignedWith("whsec_YW5vdGhlciBhbm90aGVyIGFub3RoZXI="))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "200, delivered",
        "202, delivered",
        "302, failed",
        "400, refused",
        "404, refused",
        "408, failed",
        "410, gone",
        "429, failed",
        "500, failed",
        "503, failed",
    })
    void theStatusDecides(int status, String result) throws Exception {
        hook.behave(_ -> ReceivingHook.Answer.of(status));

        assertThat(post().label()).isEqualTo(result);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        hook.behave(_ -> new ReceivingHook.Answer(302, Map.of("Location", hook.url())));

        post();

        assertThat(hook.received()).hasSize(1);
    }

    @Test
    void aPauseThatIsAskedForIsPassedOn() throws Exception {
        hook.behave(_ -> new ReceivingHook.Answer(503, Map.of("Retry-After", "120")));

        assertThat(post()).isEqualTo(new Outcome.Failed("HTTP 503", Duration.ofMinutes(2)));
    }

    @Test
    void aPrivateAddressIsRefusedUnlessAllowed() throws Exception {
        Outcome outcome = post(hook.url(), Endpoint.Reach.PUBLIC_ONLY);

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(outcome.reply()).contains("allow-private: true");
        assertThat(hook.received()).isEmpty();
    }

    @Test
    void aReceiverThatNeverAnswersIsGivenUpAfterTheTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";

            assertThat(post(url, Endpoint.Reach.PRIVATE_TOO)).isInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void aReceiverThatIsNotThereIsTriedAgain() throws Exception {
        hook.close();

        assertThat(post()).isInstanceOf(Outcome.Failed.class);
    }
}

package io.pgbaton.failover.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.decide.SynchronousRules;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The resource as Quarkus calls it, on a real bus.
@RealKafka
class RequestResourceTest {

    private static final String NOWHERE = "127.0.0.1:1";
    private static final String REGISTER =
            "{\"by\":\"alice\",\"dryRun\":%s,\"wish\":{\"type\":\"register-primary\",\"node\":1}}";

    private final String cluster = "h" + UUID.randomUUID().toString().substring(0, 8);
    private final KafkaBroker broker;
    private FailoverService service;
    private RequestResource resource;

    RequestResourceTest(KafkaBroker broker) {
        this.broker = broker;
        this.service = serviceAt(NOWHERE);
        this.resource = new RequestResource(service);
    }

    @AfterEach
    void stop() {
        service.stop(new ShutdownEvent());
    }

    private static FailoverService serviceAt(String bus) {
        return new FailoverService(new Config(bus), new SimpleMeterRegistry());
    }

    private void start() {
        service.stop(new ShutdownEvent());
        service = serviceAt(broker.bootstrapServers());
        resource = new RequestResource(service);
        service.start(new StartupEvent());
        await().atMost(Duration.ofSeconds(60)).until(service.thread()::isReady);
    }

    private void hearOfNode() {
        ScriptedAgent agent = new ScriptedAgent(new ClusterId(cluster), 1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var _ = producer.send(heartbeats(
                    Wire.write(new NodeDescribed(new ClusterId(cluster), agent.node, agent.boot, agent.profile))));
            var _ = producer.send(heartbeats(Wire.write(agent.beat())));
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> resource.view(cluster).getStatus() == 200);
    }

    private ProducerRecord<byte[], byte[]> heartbeats(byte[] value) {
        return new ProducerRecord<>(Topic.HEARTBEATS.topicName(), cluster.getBytes(StandardCharsets.UTF_8), value);
    }

    private static String body(Response response) {
        return new String((byte[]) response.getEntity(), StandardCharsets.UTF_8);
    }

    private static void assertError(Response response, int status) {
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(body(response)).startsWith("{\"error\":\"").doesNotContain("\\n", "\n", "Exception", "\tat ");
    }

    @Test
    void beforeItHasCaughtUpNothingIsTaken() {
        assertError(resource.ask(cluster, REGISTER.formatted(false)), 503);
        assertError(resource.ask(cluster, REGISTER.formatted(true)), 503);
        assertError(new ExplainResource(service).explanations(cluster), 503);
    }

    @Test
    void aMalformedBodyIsRefusedInOneLine() {
        for (String body : new String[] {
            "",
            "null",
            "[]",
            "{",
            "not json",
            "{}",
            "{\"by\":\"alice\"}",
            "{\"by\":\"\",\"wish\":{\"type\":\"switchover\",\"to\":2}}",
            "{\"by\":\"alice\",\"wish\":{\"type\":\"from-the-future\"}}",
            "{\"by\":\"alice\",\"wish\":{\"type\":\"switchover\",\"to\":\"two\"}}",
            "{\"by\":\"alice\",\"wish\":{\"type\":\"register-primary\"}}",
            "{\"by\":\"alice\",\"id\":\"\",\"wish\":{\"type\":\"switchover\",\"to\":2}}"
        }) {
            assertError(resource.ask(cluster, body), 400);
        }
        assertError(resource.ask("no such name!", REGISTER.formatted(false)), 400);
        assertError(resource.view("no such name!"), 400);
        assertError(new ExplainResource(service).explanations("no such name!"), 400);
        assertError(new ExplainResource(service).whatIf(cluster, "first"), 400);
        assertError(new ExplainResource(service).whatIf(cluster, null), 400);
        assertError(resource.status("x".repeat(65)), 400);
    }

    @Test
    void whatNobodyKnowsIsNotFound() {
        start();
        assertError(resource.ask(cluster, REGISTER.formatted(false)), 404);
        assertError(resource.view(cluster), 404);
        assertError(new ExplainResource(service).explanations(cluster), 404);
        assertError(new ExplainResource(service).whatIf(cluster, "1"), 404);
        assertError(resource.status("unheard-of"), 404);
    }

    @Test
    void aDryRunTellsAndARequestIsTaken() {
        start();
        hearOfNode();
        assertThat(body(new ExplainResource(service).explanations(cluster))).isEqualTo("[]");
        Response dry = resource.ask(cluster, REGISTER.formatted(true));
        assertThat(dry.getStatus()).isEqualTo(200);
        Response taken = resource.ask(cluster, REGISTER.formatted(false));
        assertThat(taken.getStatus()).as(body(taken)).isEqualTo(202);
        assertThat(body(taken)).contains("\"id\"", "alice asked");
    }

    @Test
    void whatNobodyExpectedIsOneLineToo() {
        assertError(new Failures().toResponse(new IllegalStateException("secret\n\tat here")), 500);
        assertError(new Failures().toResponse(new NotFoundException()), 404);
    }

    private record Config(String bus) implements FailoverConfig {
        @Override
        public Topics topics() {
            return () -> 4;
        }

        @Override
        public Failover failover() {
            return new Defaults();
        }
    }

    private record Defaults() implements FailoverConfig.Failover {
        @Override
        public Duration lease() {
            return Duration.ofSeconds(3);
        }

        @Override
        public double drift() {
            return 0.01;
        }

        @Override
        public Duration electionTimeout() {
            return Duration.ofMillis(500);
        }

        @Override
        public Duration promotionTimeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration switchoverTimeout() {
            return Duration.ofSeconds(60);
        }

        @Override
        public long switchoverArchiveReady() {
            return 128;
        }

        @Override
        public Duration switchoverOldestTransaction() {
            return Duration.ofSeconds(60);
        }

        @Override
        public String switchoverSpareWal() {
            return "256MiB";
        }

        @Override
        public String maximumLag() {
            return "16MiB";
        }

        @Override
        public Duration minimumFailoverInterval() {
            return Duration.ofMinutes(10);
        }

        @Override
        public boolean failoverWhenPrimaryGone() {
            return false;
        }

        @Override
        public FailoverRules.OnServerCrash onServerCrash() {
            return FailoverRules.OnServerCrash.PROMOTE;
        }

        @Override
        public Duration tailRescueTimeout() {
            return Duration.ofSeconds(2);
        }

        @Override
        public SynchronousRules.Mode synchronousMode() {
            return SynchronousRules.Mode.OFF;
        }

        @Override
        public int synchronousStandbys() {
            return 1;
        }

        @Override
        public Map<String, FailoverConfig.OwnSettings> clusters() {
            return Map.of();
        }
    }
}

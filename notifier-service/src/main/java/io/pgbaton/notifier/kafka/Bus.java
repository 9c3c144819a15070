package io.pgbaton.notifier.kafka;

import io.pgbaton.contracts.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How this service meets Kafka. `lookBack` is how old an event may be that is still told at the first start ever.
public record Bus(String servers, String group, Duration lookBack, Clock clock) {

    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SAY = Duration.ofSeconds(10);

    Supplier<Instant> firstLook() {
        return () -> clock.instant().minus(lookBack);
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = connection();
        settings.put("group.id", group);
        settings.put("enable.auto.commit", false);
        // views and the failover service's events are written in transactions
        settings.put("isolation.level", "read_committed");
        // only met when a committed offset has left the topic: then nothing that is left may be missed
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", false);
        settings.put("max.poll.records", 200);
        settings.put("fetch.max.wait.ms", 200);
        settings.put("fetch.max.bytes", 4 << 20);
        settings.put("max.partition.fetch.bytes", 1 << 20);
        settings.put("session.timeout.ms", 10_000);
        settings.put("heartbeat.interval.ms", 2_000);
        settings.put("metadata.max.age.ms", 10_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = connection();
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 0);
        settings.put("request.timeout.ms", 1_500);
        settings.put("delivery.timeout.ms", 3_000);
        settings.put("max.block.ms", 1_000);
        settings.put("buffer.memory", 4L << 20);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> connection() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers);
        settings.put("reconnect.backoff.ms", 50);
        settings.put("reconnect.backoff.max.ms", 500);
        return settings;
    }

    /// Waits until the bus answers and has the topic of events; false when told not to go on.
    boolean awaitTopic(KafkaConsumer<byte[], byte[]> consumer, BooleanSupplier goOn) {
        long said = System.nanoTime() - SAY.toNanos();
        while (goOn.getAsBoolean()) {
            String missing = missing(consumer);
            if (missing.isEmpty()) {
                return true;
            }
            if (System.nanoTime() - said >= SAY.toNanos()) {
                LOG.warn("waiting for {} at {}", missing, servers);
                said = System.nanoTime();
            }
        }
        return false;
    }

    private static String missing(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            boolean there =
                    !consumer.partitionsFor(Topic.EVENTS.topicName(), LOOK).isEmpty();
            if (there) {
                return "";
            }
        } catch (TimeoutException e) {
            return "Kafka";
        } catch (UnknownTopicOrPartitionException e) {
            // falls through: the bus is there, the failover service has not made the topics yet
        }
        pause();
        return "topic " + Topic.EVENTS.topicName();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

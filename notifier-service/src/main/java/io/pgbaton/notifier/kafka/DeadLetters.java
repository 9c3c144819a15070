package io.pgbaton.notifier.kafka;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.CloudEvents;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.notifier.outbox.DeadLetterBox;
import io.pgbaton.notifier.parcel.Parcel;
import io.pgbaton.notifier.route.Routing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what could not be delivered to `pgbaton.dead-letters`, and an event that says so to `pgbaton.events`.
public final class DeadLetters implements DeadLetterBox, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Bus bus;
    private final KafkaProducer<byte[], byte[]> producer;

    public DeadLetters(Bus bus) {
        this.bus = bus;
        this.producer = bus.producer();
    }

    @Override
    public boolean bury(Parcel parcel, String why) {
        byte[] value = Wire.write(DeadLetter.of(parcel, why, bus.clock().instant()));
        return send(record(Topic.DEAD_LETTERS, parcel, value));
    }

    /// Its id comes from the delivery's, so that two announcements of one burial are one event.
    @Override
    public void announce(Parcel parcel, String why) {
        String target = parcel.delivery().target().toString();
        ClusterEvent about = parcel.delivery().event();
        EventKind kind = EventKind.DELIVERY_EXHAUSTED;
        ClusterEvent event = new ClusterEvent(
                "exhausted-" + parcel.id(),
                bus.clock().instant(),
                about.cluster(),
                new ClusterEvent.Subject(
                        kind.wireName(),
                        about.subject().node(),
                        about.subject().term(),
                        about.subject().request()),
                new ClusterEvent.Outcome(
                        true,
                        kind.severity(),
                        target + " was not told of " + about.subject().kind() + ": " + why,
                        Map.of(
                                Routing.FAILED_TARGET,
                                target,
                                "event",
                                about.id(),
                                "event_kind",
                                about.subject().kind(),
                                "delivery",
                                parcel.id())));
        ProducerRecord<byte[], byte[]> record = record(Topic.EVENTS, parcel, Wire.write(event));
        CloudEvents.kafkaHeaders(event)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        send(record);
    }

    private static ProducerRecord<byte[], byte[]> record(Topic topic, Parcel parcel, byte[] value) {
        byte[] key = parcel.delivery().event().cluster().name().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic.topicName(), key, value);
    }

    private boolean send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.warn("{} does not take a record, trying again: {}", record.topic(), e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}

package io.pgbaton.monitor.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Bytes into records of one kind. What is unknown or malformed is counted and left out, never thrown.
final class Decoder<T> {

    private final Class<T> type;
    private final Consumer<String> complaints;
    private final Counter known;
    private final Counter unknown;
    private final Counter malformed;

    Decoder(Subscription subscription, Class<T> type, MeterRegistry metrics, Consumer<String> complaints) {
        this.type = type;
        this.complaints = complaints;
        this.known = counter(metrics, subscription, "known");
        this.unknown = counter(metrics, subscription, "unknown");
        this.malformed = counter(metrics, subscription, "malformed");
    }

    private static Counter counter(MeterRegistry metrics, Subscription subscription, String result) {
        Topic topic = subscription.topic();
        return Counter.builder("pgbaton.records")
                .description("Records read from the bus")
                .tag("topic", topic.topicName())
                .tag("reader", subscription.name())
                .tag("result", result)
                .register(metrics);
    }

    Optional<T> read(ConsumerRecord<byte[], byte[]> entry) {
        return switch (Wire.read(entry.value(), type)) {
            case Wire.Known<T>(T value) -> {
                known.increment();
                yield Optional.of(value);
            }
            case Wire.Unknown<T> _ -> {
                unknown.increment();
                yield Optional.empty();
            }
            case Wire.Malformed<T>(String why) -> {
                malformed.increment();
                complaints.accept("skipped a malformed record at %s/%d offset %d: %s"
                        .formatted(entry.topic(), entry.partition(), entry.offset(), why));
                yield Optional.empty();
            }
        };
    }
}

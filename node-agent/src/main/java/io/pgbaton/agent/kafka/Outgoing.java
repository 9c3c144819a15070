package io.pgbaton.agent.kafka;

import io.pgbaton.contracts.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One producer for everything an agent says. Made anew when it says it cannot go on.
final class Outgoing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final String bootstrap;
    private final String client;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    Outgoing(String bootstrap, String client) {
        this.bootstrap = bootstrap;
        this.client = client;
    }

    /// Finds the way to `topic` ahead of the first message; without Kafka, that message has to.
    void prepare(Topic topic) {
        try {
            List<PartitionInfo> _ = open().partitionsFor(topic.topicName());
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("no way to {} yet: {}", topic.topicName(), e.toString());
        }
    }

    /// Completes with the acknowledgement, or with why there is none.
    CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> message) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        try {
            KafkaProducer<byte[], byte[]> open = open();
            Future<RecordMetadata> _ = open.send(message, (_, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    discardWhenBroken(open, failure);
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    private synchronized KafkaProducer<byte[], byte[]> open() {
        KafkaProducer<byte[], byte[]> current = producer;
        if (current == null) {
            current = new KafkaProducer<>(BusSettings.producer(bootstrap, client));
            producer = current;
        }
        return current;
    }

    private synchronized void discardWhenBroken(KafkaProducer<byte[], byte[]> which, Exception failure) {
        if (!(failure instanceof RetriableException) && which == producer) {
            producer = null;
            Thread.ofVirtual().start(() -> which.close(java.time.Duration.ZERO));
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(java.time.Duration.ofSeconds(1));
        }
    }
}

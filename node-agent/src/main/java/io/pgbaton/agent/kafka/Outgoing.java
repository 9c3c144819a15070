package io.pgbaton.agent.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/// One producer for everything an agent says. Made anew when it says it cannot go on.
final class Outgoing implements AutoCloseable {

    private final String bootstrap;
    private final String client;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    Outgoing(String bootstrap, String client) {
        this.bootstrap = bootstrap;
        this.client = client;
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

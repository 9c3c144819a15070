package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.failover.run.Markers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what must never wait for a transaction: markers, and operators' requests.
public final class PlainSender implements Markers, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlainSender.class);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String writer;
    private final AtomicLong numbers = new AtomicLong();
    /// A send may block while the bus is away; the run must not.
    private final ExecutorService threads = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("pgbaton-markers").factory());

    /// `writer` names this run of the service, so that it knows its own markers.
    public PlainSender(KafkaSettings settings, String writer) {
        this.producer = new KafkaProducer<>(settings.producer());
        this.writer = writer;
    }

    @Override
    public Marker next(ClusterId cluster) {
        return new Marker(cluster, writer, numbers.incrementAndGet());
    }

    @Override
    public void send(int partition, Marker marker) {
        threads.execute(() -> {
            try {
                var _ = producer.send(
                        new ProducerRecord<>(
                                Topic.HEARTBEATS.topicName(), partition, keyOf(marker.cluster()), Wire.write(marker)),
                        (_, problem) -> {
                            if (problem != null) {
                                LOG.warn("a marker for {} was lost: {}", marker.cluster(), Patience.firstLine(problem));
                            }
                        });
            } catch (KafkaException e) {
                LOG.warn("a marker for {} was lost: {}", marker.cluster(), Patience.firstLine(e));
            }
        });
    }

    /// Completes when the bus has the request.
    public CompletableFuture<Void> send(Request request) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            var _ = producer.send(
                    new ProducerRecord<>(Topic.REQUESTS.topicName(), keyOf(request.cluster()), Wire.write(request)),
                    (_, problem) -> {
                        if (problem == null) {
                            sent.complete(null);
                        } else {
                            sent.completeExceptionally(problem);
                        }
                    });
        } catch (KafkaException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    private static byte[] keyOf(ClusterId cluster) {
        return cluster.name().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        producer.close(Duration.ofSeconds(1));
    }
}

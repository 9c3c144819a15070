package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.CloudEvents;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.failover.run.Journal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The transactions of one partition, under its own transactional id: opening it ends and fences an older owner's
/// (rule O1). Used by one thread at a time.
final class PartitionWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);

    private final KafkaSettings settings;
    private final int partition;
    private volatile boolean healthy;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    PartitionWriter(KafkaSettings settings, int partition) {
        this.settings = settings;
        this.partition = partition;
    }

    boolean isHealthy() {
        return healthy;
    }

    /// Tries until it is open; ends when its thread is interrupted.
    void open(Patience patience) throws InterruptedException {
        healthy = false;
        close();
        while (!healthy) {
            try {
                KafkaProducer<byte[], byte[]> next = producer();
                next.initTransactions();
                healthy = true;
            } catch (TimeoutException e) {
                // what was begun goes on: a new producer would wait for a new broker's coordinator from the start
                patience.afterFailure("opening the transactions of partition " + partition, e);
            } catch (KafkaException e) {
                close();
                patience.afterFailure("opening the transactions of partition " + partition, e);
            }
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(settings.transactional(partition));
            producer = open;
        }
        return open;
    }

    /// Fetches what the first transaction would have to: it is most often one of a failover. Nothing is written,
    /// since even an aborted record would be in everybody's way until its end marker.
    void warmUp() {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            return;
        }
        try {
            for (Topic topic : List.of(Topic.DECISIONS, Topic.VIEWS, Topic.EVENTS)) {
                var _ = open.partitionsFor(topic.topicName());
            }
        } catch (KafkaException e) {
            LOG.debug("partition {} starts cold: {}", partition, Patience.firstLine(e));
        }
    }

    Journal.Outcome write(List<Journal.Entry> batch, Patience patience) throws InterruptedException {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            open(patience);
            return new Journal.Dropped(partition);
        }
        List<Future<RecordMetadata>> decisions = new ArrayList<>();
        try {
            open.beginTransaction();
            for (Journal.Entry entry : batch) {
                entry.decisions().forEach(decision -> decisions.add(send(open, decision)));
                entry.events().forEach(event -> send(open, event));
            }
            open.commitTransaction();
            return new Journal.Stored(partition, endOf(decisions));
        } catch (KafkaException | ExecutionException e) {
            return recover(e, patience);
        }
    }

    private Future<RecordMetadata> send(KafkaProducer<byte[], byte[]> open, Decision decision) {
        byte[] key = keyOf(decision.cluster());
        if (decision instanceof Decision.ViewChanged change) {
            var _ = open.send(new ProducerRecord<>(Topic.VIEWS.topicName(), partition, key, Wire.write(change.view())));
        }
        return open.send(new ProducerRecord<>(Topic.DECISIONS.topicName(), partition, key, Wire.write(decision)));
    }

    private void send(KafkaProducer<byte[], byte[]> open, ClusterEvent event) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topic.EVENTS.topicName(), partition, keyOf(event.cluster()), Wire.write(event));
        CloudEvents.kafkaHeaders(event)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        var _ = open.send(record);
    }

    private static byte[] keyOf(ClusterId cluster) {
        return cluster.name().getBytes(StandardCharsets.UTF_8);
    }

    private static long endOf(List<Future<RecordMetadata>> decisions) throws ExecutionException, InterruptedException {
        long end = 0;
        for (Future<RecordMetadata> decision : decisions) {
            end = Math.max(end, decision.get().offset() + 1);
        }
        return end;
    }

    /// Whether it was stored is not known, and an open transaction would stop every reader: opening anew ends it.
    private Journal.Outcome recover(Exception why, Patience patience) throws InterruptedException {
        if (why instanceof ProducerFencedException) {
            LOG.error(
                    "partition {} was taken over: this service stood still for longer than its transaction may last,"
                            + " or another failover service runs on this bus (run one)",
                    partition);
        } else {
            LOG.warn("a transaction on partition {} failed, reading again: {}", partition, Patience.firstLine(why));
        }
        healthy = false;
        patience.reset();
        open(patience);
        return new Journal.Uncertain(partition);
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
            producer = null;
        }
    }
}

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
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
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
    private volatile State state = State.OPENING;
    private volatile boolean released;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    private enum State {
        OPENING,
        OPEN,
        /// Another instance has taken the partition over: this writer never opens again.
        FENCED
    }

    PartitionWriter(KafkaSettings settings, int partition) {
        this.settings = settings;
        this.partition = partition;
    }

    /// Whether no older owner can write any more, and this one can.
    boolean isHealthy() {
        return state == State.OPEN;
    }

    boolean isFenced() {
        return state == State.FENCED;
    }

    /// From now on it opens nothing: whoever owns the partition next must not be fenced by a late attempt.
    void release() {
        released = true;
    }

    /// Tries until it is open; ends when it is released or its thread is interrupted.
    synchronized void open(Patience patience) throws InterruptedException {
        state = State.OPENING;
        end();
        while (state != State.OPEN && !released) {
            try {
                KafkaProducer<byte[], byte[]> next = producer();
                next.initTransactions();
                state = State.OPEN;
            } catch (TimeoutException e) {
                // what was begun goes on: a new producer would wait for a new broker's coordinator from the start
                patience.afterFailure("opening the transactions of partition " + partition, e);
            } catch (KafkaException e) {
                end();
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
    synchronized void warmUp() {
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

    /// Empty when another instance owns the partition now: what was to be written is not in the log, or it was
    /// before that instance began to read.
    synchronized Optional<Journal.Outcome> write(List<Journal.Entry> batch, Patience patience)
            throws InterruptedException {
        KafkaProducer<byte[], byte[]> open = producer;
        if (open == null) {
            open(patience);
            return Optional.of(new Journal.Dropped(partition));
        }
        List<Future<RecordMetadata>> decisions = new ArrayList<>();
        try {
            open.beginTransaction();
            for (Journal.Entry entry : batch) {
                entry.decisions().forEach(decision -> decisions.add(send(open, decision)));
                entry.events().forEach(event -> send(open, event));
            }
            open.commitTransaction();
            return Optional.of(new Journal.Stored(partition, endOf(decisions)));
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
    private Optional<Journal.Outcome> recover(Exception why, Patience patience) throws InterruptedException {
        if (isFencing(why)) {
            state = State.FENCED;
            end();
            LOG.warn(
                    "partition {} was taken over by another failover service: what was under way is dropped",
                    partition);
            return Optional.empty();
        }
        LOG.warn("a transaction on partition {} failed, reading again: {}", partition, Patience.firstLine(why));
        patience.reset();
        open(patience);
        return Optional.of(new Journal.Uncertain(partition));
    }

    private static boolean isFencing(Throwable why) {
        for (Throwable each = why; each != null; each = each.getCause()) {
            if (each instanceof ProducerFencedException || each instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private void end() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
            producer = null;
        }
    }

    @Override
    public synchronized void close() {
        end();
    }
}

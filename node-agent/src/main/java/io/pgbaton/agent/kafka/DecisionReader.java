package io.pgbaton.agent.kafka;

import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the one partition of the decision log that holds this cluster: first to its end (rule R1), then as it
/// grows. Kafka may come and go.
public final class DecisionReader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionReader.class);
    private static final Duration POLL = Duration.ofSeconds(5);

    /// The log may end in a transaction's marker, which moves the position and ends no poll.
    private static final Duration POLL_CATCHING_UP = Duration.ofMillis(20);
    private static final Duration ENOUGH_PAST = Duration.ofDays(2);
    private static final long SMALL_LOG = 100_000;
    private static final long SAY_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final String bootstrap;
    private final byte[] key;
    private final String client;
    private final Reading reading;
    private final Clock clock;
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private long lastSaid = System.nanoTime() - SAY_EVERY_NANOS;
    private boolean caughtUp;

    /// Who takes what was read: each decision, and once that the end was reached.
    public interface Reading {
        void read(Decision decision);

        /// Would a claim be good that came next in the log?
        boolean upholds(Decision.Claim claim);

        /// Everything that stood in the log together has been read.
        void batchEnded();

        void caughtUp();

        /// Nothing is said of this cluster, although this node is bound to a term of it.
        boolean lacksView();
    }

    DecisionReader(String bootstrap, ClusterId cluster, String client, Reading reading, Clock clock) {
        this.bootstrap = bootstrap;
        this.key = cluster.name().getBytes(StandardCharsets.UTF_8);
        this.client = client;
        this.reading = reading;
        this.clock = clock;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(BusSettings.consumer(bootstrap, client))) {
                follow(consumer);
            } catch (InterruptException e) {
                Thread.currentThread().interrupt();
            } catch (KafkaException e) {
                waiting(e.getMessage());
                Pause.millis(500);
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        TopicPartition partition = partition(consumer);
        if (partition == null) {
            return;
        }
        consumer.assign(List.of(partition));
        long end = offsetOf(consumer.endOffsets(List.of(partition)), partition);
        consumer.seek(partition, start(consumer, partition, end));
        while (!Thread.currentThread().isInterrupted()) {
            if (!caughtUp && consumer.position(partition) >= end) {
                caughtUp = true;
                LOG.info("the decision log is read to its end (offset {})", end);
                reading.caughtUp();
            }
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(caughtUp ? POLL : POLL_CATCHING_UP)) {
                if (Arrays.equals(key, found.key())) {
                    take(found);
                }
            }
            reading.batchEnded();
        }
    }

    private @Nullable TopicPartition partition(KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> partitions = consumer.partitionsFor(Topic.DECISIONS.topicName());
        if (partitions == null || partitions.isEmpty()) {
            waiting("topic " + Topic.DECISIONS.topicName() + " does not exist yet");
            Pause.millis(500);
            return null;
        }
        return new TopicPartition(
                Topic.DECISIONS.topicName(), Utils.toPositive(Utils.murmur2(key)) % partitions.size());
    }

    /// A small log is read whole; of a large one the last two days, in which the view in force stands (rule O5).
    private long start(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
        long beginning = offsetOf(consumer.beginningOffsets(List.of(partition)), partition);
        if (end - beginning <= SMALL_LOG) {
            return beginning;
        }
        long since = clock.instant().minus(ENOUGH_PAST).toEpochMilli();
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, since)).get(partition);
        return found == null ? beginning : found.offset();
    }

    private static long offsetOf(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition), "no offset of " + partition);
    }

    private void take(ConsumerRecord<byte[], byte[]> found) {
        switch (Wire.read(found.value(), Decision.class)) {
            case Wire.Known<Decision>(Decision decision) -> reading.read(decision);
            case Wire.Unknown<Decision>(String type) -> {
                if (unknown.incrementAndGet() == 1) {
                    LOG.info("decisions of the unknown kind \"{}\" are ignored: they come from a newer version", type);
                }
            }
            case Wire.Malformed<Decision>(String why) -> {
                malformed.incrementAndGet();
                LOG.warn(
                        "ignored a malformed record at {}-{} offset {}: {}",
                        found.topic(),
                        found.partition(),
                        found.offset(),
                        why);
            }
        }
    }

    private void waiting(@Nullable String why) {
        long now = System.nanoTime();
        if (now - lastSaid >= SAY_EVERY_NANOS) {
            lastSaid = now;
            LOG.warn("waiting for Kafka at {}: {}", bootstrap, why);
        }
    }

    long malformedCount() {
        return malformed.get();
    }

    long unknownCount() {
        return unknown.get();
    }
}

package io.pgbaton.monitor.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one topic on a thread of its own until it is closed, and outlives everything Kafka does: a bus that is not
/// there yet, or that goes away.
///
/// It assigns itself all partitions and joins no group. So an inbox may hold a batch for as long as the database is
/// down: nobody takes the partitions away meanwhile, and the position moves only after the batch is stored.
final class TopicReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final Subscription subscription;
    private final String bus;
    private final Inbox inbox;
    private final BusStanding standing;
    private final Thread thread;
    private volatile boolean closed;

    TopicReader(Subscription subscription, String bus, Inbox inbox, BusStanding standing) {
        this.subscription = subscription;
        this.bus = bus;
        this.inbox = inbox;
        this.standing = standing;
        this.thread = Thread.ofPlatform().name(subscription.name()).daemon().unstarted(this::readUntilClosed);
    }

    TopicReader start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(PATIENCE_AT_CLOSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilClosed() {
        while (!closed) {
            try {
                read();
            } catch (InterruptException | InterruptedException | WakeupException _) {
                // only close() interrupts
                closed = true;
            } catch (KafkaException e) {
                standing.lost(subscription.name(), e);
                rest();
            } catch (RuntimeException e) {
                LOG.error("{}: reading {} failed and begins again", subscription.name(), topic(), e);
                rest();
            }
        }
    }

    private void read() throws InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(subscription.consumerSettings(bus))) {
            List<TopicPartition> partitions = partitions(consumer);
            if (partitions.isEmpty()) {
                return;
            }
            consumer.assign(partitions);
            subscription.start().position(consumer, partitions);
            try {
                followFrom(consumer, partitions);
            } catch (InterruptException _) {
                // only close() interrupts; with the flag still set the consumer could not take its leave
                closed = true;
                boolean _ = Thread.interrupted();
            }
        }
    }

    private void followFrom(KafkaConsumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions)
            throws InterruptedException {
        standing.reading(subscription.name(), partitions.size());
        while (!closed) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                inbox.take(records);
                commit(consumer);
            }
        }
    }

    /// A commit that fails costs reading the batch again, which stores nothing twice.
    private void commit(KafkaConsumer<byte[], byte[]> consumer) {
        if (subscription.group().isPresent()) {
            try {
                consumer.commitSync();
            } catch (TimeoutException e) {
                LOG.warn("{}: cannot note the position in Kafka: {}", subscription.name(), e.getMessage());
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
        List<TopicPartition> partitions = consumer.partitionsFor(topic()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            standing.waitingForTopic(topic());
            Thread.sleep(PAUSE);
        }
        return partitions;
    }

    private String topic() {
        return subscription.topic().topicName();
    }

    private void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            closed = true;
        }
    }
}

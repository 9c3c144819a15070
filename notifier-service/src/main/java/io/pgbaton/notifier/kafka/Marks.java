package io.pgbaton.notifier.kafka;

import io.pgbaton.contracts.Topic;
import io.pgbaton.notifier.outbox.Bookmarks;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where reading begins, and what is committed. A partition without a committed offset begins a few minutes back,
/// not at the topic's beginning: nobody wants mail about last month. That place is committed at once, or events of
/// a time when the notifier was down again would be passed over.
final class Marks implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Marks.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Bookmarks bookmarks;
    private final Supplier<Instant> firstLook;
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private boolean revoked;

    Marks(KafkaConsumer<byte[], byte[]> consumer, Bookmarks bookmarks, Supplier<Instant> firstLook) {
        this.consumer = consumer;
        this.bookmarks = bookmarks;
        this.firstLook = firstLook;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(new HashSet<>(partitions));
        Set<TopicPartition> fresh = new HashSet<>();
        for (TopicPartition partition : partitions) {
            if (known.get(partition) == null) {
                fresh.add(partition);
            }
        }
        begin(fresh);
        for (TopicPartition partition : partitions) {
            bookmarks.begin(partition.partition(), consumer.position(partition));
        }
        if (!fresh.isEmpty()) {
            commitLast();
        }
    }

    private void begin(Set<TopicPartition> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        Instant from = firstLook.get();
        LOG.info("first start: events from {} on are notified in {} partitions", from, fresh.size());
        Map<TopicPartition, Long> times = new HashMap<>();
        fresh.forEach(partition -> times.put(partition, from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        Map<TopicPartition, Long> ends = consumer.endOffsets(fresh);
        for (TopicPartition partition : fresh) {
            OffsetAndTimestamp since = found.get(partition);
            consumer.seek(partition, since == null ? ends.getOrDefault(partition, 0L) : since.offset());
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commitLast();
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        revoked = true;
        for (TopicPartition partition : partitions) {
            bookmarks.forget(partition.partition());
            committed.remove(partition);
        }
    }

    boolean takeRevoked() {
        boolean was = revoked;
        revoked = false;
        return was;
    }

    /// A commit that fails is made again with the next: until then events may only be read twice.
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> changed = changed();
        if (!changed.isEmpty()) {
            changed.forEach((partition, offset) -> committed.put(partition, offset.offset()));
            consumer.commitAsync(changed, (offsets, failure) -> {
                if (failure != null) {
                    offsets.keySet().forEach(committed::remove);
                }
            });
        }
    }

    void commitLast() {
        Map<TopicPartition, OffsetAndMetadata> marks = changed();
        if (marks.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(marks, PATIENCE);
            marks.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("offsets are not committed, some events will be read again: {}", e.getMessage());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> changed() {
        Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>();
        bookmarks.marks().forEach((partition, offset) -> {
            TopicPartition at = new TopicPartition(Topic.EVENTS.topicName(), partition);
            if (!offset.equals(committed.get(at))) {
                changed.put(at, new OffsetAndMetadata(offset));
            }
        });
        return changed;
    }
}

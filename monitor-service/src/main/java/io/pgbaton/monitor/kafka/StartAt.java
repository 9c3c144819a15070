package io.pgbaton.monitor.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/// Where a reader begins.
interface StartAt {

    void position(Consumer<?, ?> consumer, Collection<TopicPartition> partitions);

    static StartAt beginning() {
        return (consumer, partitions) -> consumer.seekToBeginning(partitions);
    }

    /// After the last batch that was stored; a new group begins with the oldest record.
    static StartAt committed() {
        return (_, _) -> {
            // Kafka's own default for a consumer with a group
        };
    }

    /// The end minus a little, so that what was said just now is known at once.
    static StartAt ago(Duration little, Supplier<Instant> clock) {
        return (consumer, partitions) -> {
            Map<TopicPartition, Long> since = new HashMap<>();
            partitions.forEach(
                    partition -> since.put(partition, clock.get().minus(little).toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(since);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            partitions.forEach(partition -> consumer.seek(
                    partition,
                    Optional.ofNullable(found.get(partition))
                            .map(OffsetAndTimestamp::offset)
                            .orElseGet(() -> ends.getOrDefault(partition, 0L))));
        };
    }

    /// The last `count` records of each partition.
    static StartAt last(long count) {
        return (consumer, partitions) -> {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            consumer.endOffsets(partitions)
                    .forEach((partition, end) ->
                            consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - count)));
        };
    }
}

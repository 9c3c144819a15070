package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/// One consumer for all topics, so that one thread sees one order. Nothing it is asked waits longer than
/// [#PATIENCE]: a question a broker does not answer ends in a `TimeoutException`, and is asked again later.
final class LogReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration AT_START = Duration.ofSeconds(10);
    private static final Duration DECISIONS_BACK = Duration.ofDays(2);
    private static final Duration REQUESTS_BACK = Duration.ofHours(1);
    private static final Duration EVENTS_BACK = Duration.ofHours(2);
    /// A log this short is read whole.
    private static final long SHORT = 100_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int partitions;
    private Map<TopicPartition, Long> unread = Map.of();

    LogReader(KafkaSettings settings, int partitions) {
        this.consumer = new KafkaConsumer<>(settings.consumer());
        this.partitions = partitions;
    }

    /// Begins with what everybody reads: decisions, requests and events of all partitions. `nowMillis` is wall
    /// time, to find recent records by.
    void open(long nowMillis) {
        List<TopicPartition> history = new ArrayList<>();
        IntStream.range(0, partitions).forEach(partition -> history.addAll(historyOf(partition)));
        consumer.assign(history);
        unread = consumer.endOffsets(history, AT_START);
        seekBack(of(Topic.REQUESTS), nowMillis - REQUESTS_BACK.toMillis(), AT_START);
        seekBack(of(Topic.EVENTS), nowMillis - EVENTS_BACK.toMillis(), AT_START);
        seekDecisions(nowMillis);
    }

    /// The last two days hold every view in force (rule O5).
    private void seekDecisions(long nowMillis) {
        List<TopicPartition> decisions = of(Topic.DECISIONS);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(decisions, AT_START);
        List<TopicPartition> large = new ArrayList<>();
        for (TopicPartition log : decisions) {
            long begin = begins.getOrDefault(log, 0L);
            consumer.seek(log, begin);
            if (unread.getOrDefault(log, 0L) - begin > SHORT) {
                large.add(log);
            }
        }
        seekBack(large, nowMillis - DECISIONS_BACK.toMillis(), AT_START);
    }

    private List<TopicPartition> of(Topic topic) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                .toList();
    }

    static List<TopicPartition> historyOf(int partition) {
        return List.of(
                new TopicPartition(Topic.DECISIONS.topicName(), partition),
                new TopicPartition(Topic.REQUESTS.topicName(), partition),
                new TopicPartition(Topic.EVENTS.topicName(), partition));
    }

    static TopicPartition heartbeatsOf(int partition) {
        return new TopicPartition(Topic.HEARTBEATS.topicName(), partition);
    }

    /// Throws [OffsetOutOfRangeException] for logs that do not hold what is to be read next.
    Iterable<ConsumerRecord<byte[], byte[]>> poll(Duration patience) {
        return consumer.poll(patience);
    }

    boolean hasReadHistory() {
        if (!unread.isEmpty() && isAt(unread)) {
            unread = Map.of();
        }
        return unread.isEmpty();
    }

    boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positionOf(end.getKey()) >= end.getValue());
    }

    long positionOf(TopicPartition log) {
        return consumer.position(log, PATIENCE);
    }

    Map<TopicPartition, Long> endsOf(Collection<TopicPartition> logs) {
        return consumer.endOffsets(logs, PATIENCE);
    }

    /// Reads `logs` too, from what was written since `sinceMillis`. A broker that does not answer in time leaves all as
    /// it was: a log without a position would end every poll, and nobody would ask again.
    void add(Collection<TopicPartition> logs, long sinceMillis) {
        Map<TopicPartition, Long> from = offsetsSince(logs, sinceMillis, PATIENCE);
        Set<TopicPartition> all = new HashSet<>(consumer.assignment());
        all.addAll(logs);
        consumer.assign(all);
        from.forEach(consumer::seek);
    }

    void drop(TopicPartition log) {
        List<TopicPartition> all = new ArrayList<>(consumer.assignment());
        if (all.remove(log)) {
            consumer.assign(all);
        }
    }

    private void seekBack(Collection<TopicPartition> where, long sinceMillis, Duration patience) {
        offsetsSince(where, sinceMillis, patience).forEach(consumer::seek);
    }

    private Map<TopicPartition, Long> offsetsSince(
            Collection<TopicPartition> logs, long sinceMillis, Duration patience) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (logs.isEmpty()) {
            return offsets;
        }
        Map<TopicPartition, Long> since = new HashMap<>();
        logs.forEach(log -> since.put(log, sinceMillis));
        Map<TopicPartition, Long> ends = consumer.endOffsets(logs, patience);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(since, patience);
        for (TopicPartition log : logs) {
            OffsetAndTimestamp first = found.get(log);
            offsets.put(log, first == null ? ends.getOrDefault(log, 0L) : first.offset());
        }
        return offsets;
    }

    /// What of these logs is left is read again from its beginning: what was read before changes nothing (rule O4).
    void readAgain(Set<TopicPartition> logs) {
        consumer.beginningOffsets(logs, PATIENCE).forEach(consumer::seek);
    }

    /// Throws `IllegalStateException` when somebody has changed the number of partitions: clusters would be
    /// looked for in one partition and stand in another.
    void checkPartitions() {
        for (Topic topic : List.of(Topic.HEARTBEATS, Topic.DECISIONS, Topic.REQUESTS)) {
            List<PartitionInfo> found = Objects.requireNonNullElse(
                    consumer.partitionsFor(topic.topicName(), PATIENCE), List.<PartitionInfo>of());
            if (!found.isEmpty() && found.size() != partitions) {
                throw new IllegalStateException("topic " + topic.topicName() + " has " + found.size()
                        + " partitions now, it had " + partitions
                        + ": nothing is decided any more; create the topics anew with one count");
            }
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}

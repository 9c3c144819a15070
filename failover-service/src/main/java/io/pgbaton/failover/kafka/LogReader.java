package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// One consumer for all topics, so that one thread sees one order. A question that a broker does not answer soon ends
/// in a `TimeoutException`, and is asked again later.
final class LogReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(300);
    /// Brokers that were too slow for so many questions get more time, up to eight times as much: a busy one would
    /// else be asked for ever, and never have answered.
    private static final int QUESTIONS = 2;

    private static final int MOST_DOUBLINGS = 3;
    private static final Duration AT_START = Duration.ofSeconds(10);
    private static final Duration DECISIONS_BACK = Duration.ofDays(2);
    private static final Duration REQUESTS_BACK = Duration.ofHours(1);
    private static final Duration EVENTS_BACK = Duration.ofHours(2);
    /// A log this short is read whole.
    private static final long SHORT = 100_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int partitions;
    private Map<TopicPartition, Long> unread = Map.of();
    private int unanswered;

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
        return ask(patience -> consumer.endOffsets(logs, patience));
    }

    /// Reads `logs` too, from what was written since `sinceMillis`.
    void add(Collection<TopicPartition> logs, long sinceMillis) {
        List<TopicPartition> all = new ArrayList<>(consumer.assignment());
        all.addAll(logs);
        consumer.assign(all);
        ask(patience -> {
            seekBack(logs, sinceMillis, patience);
            return logs;
        });
    }

    private <T> T ask(Function<Duration, T> question) {
        int doublings = Math.min(unanswered / QUESTIONS, MOST_DOUBLINGS);
        try {
            T answer = question.apply(PATIENCE.multipliedBy(1L << doublings));
            unanswered = 0;
            return answer;
        } catch (TimeoutException e) {
            unanswered++;
            throw e;
        }
    }

    void drop(TopicPartition log) {
        List<TopicPartition> all = new ArrayList<>(consumer.assignment());
        if (all.remove(log)) {
            consumer.assign(all);
        }
    }

    private void seekBack(Collection<TopicPartition> where, long sinceMillis, Duration patience) {
        if (where.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> since = new HashMap<>();
        where.forEach(partition -> since.put(partition, sinceMillis));
        Map<TopicPartition, Long> ends = consumer.endOffsets(where, patience);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(since, patience);
        for (TopicPartition partition : where) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    /// What of these logs is left is read again from its beginning: what was read before changes nothing (rule O4).
    void readAgain(Set<TopicPartition> logs) {
        ask(patience -> consumer.beginningOffsets(logs, patience)).forEach(consumer::seek);
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

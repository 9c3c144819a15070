package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.Topic;
import io.pgbaton.failover.run.Bus;
import io.pgbaton.failover.run.Inbound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads all topics with one consumer, so that one thread sees one order. It starts in two steps (rule O1):
/// decisions, requests and events to their end; then heartbeats from an end fetched after that. Of the heartbeats
/// before that end only descriptions count: what a node was is no evidence of what it is.
public final class KafkaBus implements Bus, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBus.class);
    private static final Duration REQUESTS_BACK = Duration.ofHours(1);
    private static final Duration EVENTS_BACK = Duration.ofHours(2);
    /// Agents describe their nodes every ten seconds.
    private static final Duration DESCRIPTIONS_BACK = Duration.ofSeconds(15);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int partitions;
    private final RecordReader reader;
    private final Map<String, Topic> topics;
    private Map<TopicPartition, Long> liveFrom = Map.of();
    private Map<TopicPartition, Long> startEnds = Map.of();
    private Step step = Step.HISTORY;

    private enum Step {
        HISTORY,
        HEARTBEATS,
        LIVE
    }

    public KafkaBus(KafkaSettings settings, int partitions, RecordReader reader) {
        this.consumer = new KafkaConsumer<>(settings.consumer());
        this.partitions = partitions;
        this.reader = reader;
        this.topics = Arrays.stream(Topic.values()).collect(Collectors.toMap(Topic::topicName, Function.identity()));
    }

    /// Begins to read. The older owner's transactions must have been fenced before. `nowMillis` is wall time, to
    /// find recent requests and events by.
    public void open(long nowMillis) {
        List<TopicPartition> history = new ArrayList<>(of(Topic.DECISIONS));
        history.addAll(of(Topic.REQUESTS));
        history.addAll(of(Topic.EVENTS));
        consumer.assign(history);
        startEnds = consumer.endOffsets(history);
        consumer.seekToBeginning(of(Topic.DECISIONS));
        seekBack(of(Topic.REQUESTS), nowMillis - REQUESTS_BACK.toMillis());
        seekBack(of(Topic.EVENTS), nowMillis - EVENTS_BACK.toMillis());
    }

    private List<TopicPartition> of(Topic topic) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                .toList();
    }

    private void seekBack(Collection<TopicPartition> where, long sinceMillis) {
        Map<TopicPartition, Long> since = new HashMap<>();
        where.forEach(partition -> since.put(partition, sinceMillis));
        Map<TopicPartition, Long> ends = consumer.endOffsets(where);
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(since);
        for (TopicPartition partition : where) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    @Override
    public List<Inbound> poll(Duration patience) {
        List<Inbound> inbound = new ArrayList<>();
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(patience);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                reader.read(topicOf(record), record)
                        .filter(read -> counts(record, read))
                        .ifPresent(inbound::add);
            }
            advance();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("reading from Kafka failed, going on: {}", Patience.firstLine(e));
        }
        return inbound;
    }

    private Topic topicOf(ConsumerRecord<byte[], byte[]> record) {
        return Objects.requireNonNull(topics.get(record.topic()), record.topic());
    }

    private boolean counts(ConsumerRecord<byte[], byte[]> record, Inbound read) {
        if (!(read instanceof Inbound.ReportIn(int _, var report)) || report instanceof NodeDescribed) {
            return true;
        }
        Long from = liveFrom.get(new TopicPartition(record.topic(), record.partition()));
        return from == null || record.offset() >= from;
    }

    private void advance() {
        if (step == Step.LIVE || !startEnds.entrySet().stream().allMatch(end -> isAt(end.getKey(), end.getValue()))) {
            return;
        }
        if (step == Step.HISTORY) {
            List<TopicPartition> heartbeats = of(Topic.HEARTBEATS);
            liveFrom = consumer.endOffsets(heartbeats);
            List<TopicPartition> all = new ArrayList<>(consumer.assignment());
            all.addAll(heartbeats);
            consumer.assign(all);
            seekBack(heartbeats, System.currentTimeMillis() - DESCRIPTIONS_BACK.toMillis());
            startEnds = liveFrom;
            step = Step.HEARTBEATS;
        } else {
            startEnds = Map.of();
            step = Step.LIVE;
        }
    }

    private boolean isAt(TopicPartition partition, long end) {
        return consumer.position(partition) >= end;
    }

    @Override
    public boolean isCaughtUp() {
        return step == Step.LIVE;
    }

    @Override
    public long decisionsReadTo(int partition) {
        return consumer.position(new TopicPartition(Topic.DECISIONS.topicName(), partition));
    }

    @Override
    public long decisionsEnd(int partition) {
        TopicPartition decisions = new TopicPartition(Topic.DECISIONS.topicName(), partition);
        return consumer.endOffsets(List.of(decisions)).getOrDefault(decisions, 0L);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}

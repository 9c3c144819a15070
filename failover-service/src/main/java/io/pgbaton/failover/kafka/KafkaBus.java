package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.Topic;
import io.pgbaton.failover.evidence.Moment;
import io.pgbaton.failover.run.Bus;
import io.pgbaton.failover.run.Inbound;
import io.pgbaton.failover.run.Meters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads decisions, requests and events of all partitions, so that a take-over needs no history; heartbeats only
/// of those this instance owns. Of the heartbeats before the end a take-over began with only descriptions count:
/// what a node was is no evidence of what it is (rule O1).
public final class KafkaBus implements Bus, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBus.class);
    private static final Duration CHECK = Duration.ofSeconds(5);

    private final LogReader log;
    private final OwnerGroup group;
    private final Tenures tenures;
    private final RecordReader reader;
    private final Map<String, Topic> topics;
    private final int partitions;
    private volatile Ownership ownership = Ownership.NONE;
    private Moment checked = new Moment(System.nanoTime());

    /// What a bus is made of: its settings and partition count, and how long its session in the group is.
    public record Shape(KafkaSettings settings, int partitions, Duration session) {}

    public KafkaBus(Shape shape, RecordReader reader, TransactionalJournal journal, Meters meters) {
        this.log = new LogReader(shape.settings(), shape.partitions());
        this.group = new OwnerGroup(shape.settings(), shape.session());
        this.tenures = new Tenures(log, journal, meters);
        this.reader = reader;
        this.partitions = shape.partitions();
        this.topics = Arrays.stream(Topic.values()).collect(Collectors.toMap(Topic::topicName, Function.identity()));
    }

    /// Begins to read. `nowMillis` is wall time, to find recent records by.
    public void open(long nowMillis) {
        log.open(nowMillis);
    }

    @Override
    public List<Inbound> poll(Duration patience) {
        List<Inbound> inbound = new ArrayList<>();
        try {
            own();
            for (ConsumerRecord<byte[], byte[]> record : log.poll(patience)) {
                if (!isInPlace(record)) {
                    misplaced(record);
                    continue;
                }
                reader.read(topicOf(record), record)
                        .filter(read -> counts(record, read))
                        .ifPresent(inbound::add);
            }
            tenures.advance(group.assigned(), new Moment(System.nanoTime()));
        } catch (InterruptException | InvalidSessionTimeoutException e) {
            throw e;
        } catch (OffsetOutOfRangeException e) {
            lost(e.offsetOutOfRangePartitions().keySet());
        } catch (KafkaException e) {
            LOG.warn("reading from Kafka failed, going on: {}", Patience.firstLine(e));
        }
        ownership = new Ownership(tenures.live(), tenures.all(), group.hasJoined(), log.hasReadHistory());
        return inbound;
    }

    private void own() {
        Set<Integer> left = group.poll();
        tenures.end(left, group.assigned());
        Moment now = new Moment(System.nanoTime());
        if (now.since(checked).compareTo(CHECK) >= 0) {
            checked = now;
            log.checkPartitions();
        }
    }

    /// Records that were acknowledged are gone: a topic was made anew or cut, or a broker lost its disk.
    private void lost(Set<TopicPartition> logs) {
        LOG.error("{} do not hold any more what was to be read next: taking over anew, as after a start", logs);
        tenures.restart(logs);
        Set<TopicPartition> again = new HashSet<>(logs);
        again.removeIf(each -> each.topic().equals(Topic.HEARTBEATS.topicName()));
        log.readAgain(again);
    }

    /// A record in another partition than its key's was written with another number of partitions, or by a
    /// program that is none of ours: no order holds between it and the others of its cluster.
    private boolean isInPlace(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && partitionOf(record.key()) == record.partition();
    }

    private static void misplaced(ConsumerRecord<byte[], byte[]> record) {
        LOG.warn(
                "passed over a record in the wrong place: {} partition {} offset {}: was the number of partitions changed?",
                record.topic(),
                record.partition(),
                record.offset());
    }

    private Topic topicOf(ConsumerRecord<byte[], byte[]> record) {
        return Objects.requireNonNull(topics.get(record.topic()), record.topic());
    }

    private boolean counts(ConsumerRecord<byte[], byte[]> record, Inbound read) {
        if (!(read instanceof Inbound.ReportIn(int partition, var report))) {
            return true;
        }
        return tenures.of(partition)
                .filter(tenure -> report instanceof NodeDescribed || record.offset() >= tenure.liveFrom())
                .isPresent();
    }

    @Override
    public boolean isCaughtUp() {
        return ownership.caughtUp();
    }

    @Override
    public OptionalLong tenureOf(int partition) {
        return tenures.of(partition)
                .filter(tenure -> tenure.isAt(Tenure.Step.LIVE))
                .map(tenure -> OptionalLong.of(tenure.number()))
                .orElse(OptionalLong.empty());
    }

    /// What is owned, as of the last poll; for any thread.
    public Ownership ownership() {
        return ownership;
    }

    /// Whether this instance decides for `cluster`; for any thread.
    boolean owns(ClusterId cluster) {
        return ownership.deciding().contains(partitionOf(cluster.name().getBytes(StandardCharsets.UTF_8)));
    }

    /// As Kafka's own producers place a key.
    private int partitionOf(byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    @Override
    public long decisionsReadTo(int partition) {
        return log.positionOf(new TopicPartition(Topic.DECISIONS.topicName(), partition));
    }

    @Override
    public OptionalLong decisionsEnd(int partition) {
        TopicPartition decisions = new TopicPartition(Topic.DECISIONS.topicName(), partition);
        try {
            Long end = log.endsOf(List.of(decisions)).get(decisions);
            return end == null ? OptionalLong.empty() : OptionalLong.of(end);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException _) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        group.close();
        log.close();
    }
}

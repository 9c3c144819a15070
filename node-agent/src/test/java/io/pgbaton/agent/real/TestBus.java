package io.pgbaton.agent.real;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Reads what agents of one cluster say, and writes what they are to do.
final class TestBus implements AutoCloseable {

    private final ClusterId cluster;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<NodeId, Heartbeat> beats = new ConcurrentHashMap<>();
    private final Map<String, Heartbeat> firstOfRuns = new ConcurrentHashMap<>();
    private final Map<NodeId, NodeDescribed> described = new ConcurrentHashMap<>();
    private final List<FreezeAnswer> answers = new CopyOnWriteArrayList<>();
    private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    private final List<Decision> decisions = new CopyOnWriteArrayList<>();
    private final String bootstrap;
    private final Thread reader;
    private volatile boolean closing;

    TestBus(String bootstrap, ClusterId cluster) {
        this.cluster = cluster;
        this.bootstrap = bootstrap;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
        this.reader = Thread.ofPlatform().daemon().start(() -> read(bootstrap));
    }

    void send(Topic topic, Object value) {
        sendBytes(topic, Wire.write(value));
    }

    void sendBytes(Topic topic, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic.topicName(), key(), value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes these in one transaction that stays open while `meanwhile` runs.
    void sendInTransaction(List<Decision> together, Runnable meanwhile) {
        try (KafkaProducer<byte[], byte[]> open = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "transactional.id", cluster.name()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            open.initTransactions();
            open.beginTransaction();
            for (Decision decision : together) {
                Future<RecordMetadata> _ =
                        open.send(new ProducerRecord<>(Topic.DECISIONS.topicName(), key(), Wire.write(decision)));
            }
            open.flush();
            meanwhile.run();
            open.commitTransaction();
        }
    }

    private byte[] key() {
        return cluster.name().getBytes(StandardCharsets.UTF_8);
    }

    private void read(String bootstrap) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(Stream.of(Topic.HEARTBEATS, Topic.EVENTS, Topic.DECISIONS)
                    .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList());
            while (!closing) {
                consumer.poll(Duration.ofMillis(50)).forEach(this::take);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> found) {
        if (!new String(found.key(), StandardCharsets.UTF_8).equals(cluster.name())) {
            return;
        }
        if (found.topic().equals(Topic.EVENTS.topicName())) {
            if (Wire.read(found.value(), ClusterEvent.class) instanceof Wire.Known<ClusterEvent>(ClusterEvent event)) {
                events.add(event);
            }
        } else if (found.topic().equals(Topic.DECISIONS.topicName())) {
            if (Wire.read(found.value(), Decision.class) instanceof Wire.Known<Decision>(Decision decision)) {
                decisions.add(decision);
            }
        } else if (Wire.read(found.value(), Report.class) instanceof Wire.Known<Report>(Report report)) {
            take(report);
        }
    }

    private void take(Report report) {
        switch (report) {
            case Heartbeat beat -> {
                firstOfRuns.putIfAbsent(beat.beat().boot(), beat);
                beats.put(beat.node(), beat);
            }
            case NodeDescribed node -> described.put(node.node(), node);
            case FreezeAnswer answer -> answers.add(answer);
            case Marker _ -> {}
        }
    }

    Optional<Heartbeat> last(NodeId node) {
        return Optional.ofNullable(beats.get(node));
    }

    /// The first heartbeat of the run of an agent that `beat` is of.
    Heartbeat firstOfRun(Heartbeat beat) {
        return Objects.requireNonNull(firstOfRuns.get(beat.beat().boot()));
    }

    Optional<NodeDescribed> described(NodeId node) {
        return Optional.ofNullable(described.get(node));
    }

    List<FreezeAnswer> answers() {
        return List.copyOf(answers);
    }

    List<ClusterEvent> events() {
        return List.copyOf(events);
    }

    /// The decision log in its order, with what is not committed yet.
    List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    @Override
    public void close() {
        closing = true;
        try {
            reader.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }
}

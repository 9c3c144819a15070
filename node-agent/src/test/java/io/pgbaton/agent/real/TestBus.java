package io.pgbaton.agent.real;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Reads what agents of one cluster say, and writes what they are to do.
final class TestBus implements AutoCloseable {

    private final ClusterId cluster;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<NodeId, Heartbeat> beats = new ConcurrentHashMap<>();
    private final Map<NodeId, NodeDescribed> described = new ConcurrentHashMap<>();
    private final List<FreezeAnswer> answers = new CopyOnWriteArrayList<>();
    private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile boolean closing;

    TestBus(String bootstrap, ClusterId cluster) {
        this.cluster = cluster;
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

    private byte[] key() {
        return cluster.name().getBytes(StandardCharsets.UTF_8);
    }

    private void read(String bootstrap) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(Stream.of(Topic.HEARTBEATS, Topic.EVENTS)
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
        } else if (Wire.read(found.value(), Report.class) instanceof Wire.Known<Report>(Report report)) {
            take(report);
        }
    }

    private void take(Report report) {
        switch (report) {
            case Heartbeat beat -> beats.put(beat.node(), beat);
            case NodeDescribed node -> described.put(node.node(), node);
            case FreezeAnswer answer -> answers.add(answer);
            case Marker _ -> {}
        }
    }

    Optional<Heartbeat> last(NodeId node) {
        return Optional.ofNullable(beats.get(node));
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

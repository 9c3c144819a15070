package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.failover.script.ScriptedAgent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/// The agents of one cluster on a real bus: one thread lets them speak every 100 ms and read the decision log.
final class BusProbe implements AutoCloseable {

    private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();
    private static final long DESCRIBE_NANOS = Duration.ofSeconds(2).toNanos();

    final ClusterId cluster = new ClusterId("t" + UUID.randomUUID().toString().substring(0, 8));
    final List<ScriptedAgent> agents = new CopyOnWriteArrayList<>();
    final List<Decision> decisions = new CopyOnWriteArrayList<>();
    final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaSettings settings;
    private final Thread thread;

    BusProbe(KafkaSettings settings) {
        this.settings = settings;
        this.producer = new KafkaProducer<>(settings.producer());
        this.thread = Thread.ofPlatform().daemon().name("scripted-agents").unstarted(this::run);
    }

    /// The topics must be there.
    void start() {
        thread.start();
    }

    ScriptedAgent agent(int node) {
        ScriptedAgent agent = new ScriptedAgent(cluster, node);
        agents.add(agent);
        return agent;
    }

    void send(Report report) {
        send(Topic.HEARTBEATS, Wire.write(report));
    }

    void ask(Request request) {
        send(Topic.REQUESTS, Wire.write(request));
    }

    void send(Topic topic, byte[] value) {
        var _ = producer.send(
                new ProducerRecord<>(topic.topicName(), cluster.name().getBytes(StandardCharsets.UTF_8), value));
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.consumer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (Topic topic : List.of(Topic.DECISIONS, Topic.EVENTS)) {
                consumer.partitionsFor(topic.topicName(), Duration.ofSeconds(30))
                        .forEach(info -> all.add(new TopicPartition(topic.topicName(), info.partition())));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long spoken = 0;
            long described = 0;
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(Duration.ofMillis(10)).forEach(this::read);
                if (System.nanoTime() - described > DESCRIBE_NANOS) {
                    described = System.nanoTime();
                    agents.forEach(agent -> agent.describe().ifPresent(this::send));
                }
                if (System.nanoTime() - spoken > INTERVAL_NANOS) {
                    spoken = System.nanoTime();
                    agents.forEach(agent -> agent.heartbeat().ifPresent(this::send));
                }
            }
        } catch (InterruptException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        if (!cluster.name().equals(new String(record.key(), StandardCharsets.UTF_8))) {
            return;
        }
        if (record.topic().equals(Topic.EVENTS.topicName())) {
            if (Wire.read(record.value(), ClusterEvent.class) instanceof Wire.Known<ClusterEvent>(ClusterEvent event)) {
                events.add(event);
            }
        } else if (Wire.read(record.value(), Decision.class) instanceof Wire.Known<Decision>(Decision decision)) {
            decisions.add(decision);
            agents.forEach(agent -> {
                agent.on(decision).forEach(this::send);
                agent.claims().ifPresent(claim -> send(Topic.DECISIONS, Wire.write(claim)));
            });
        }
    }

    Optional<Decision.ViewChanged> lastView() {
        return decisions.stream()
                .filter(Decision.ViewChanged.class::isInstance)
                .map(Decision.ViewChanged.class::cast)
                .reduce((_, later) -> later);
    }

    boolean hasEvent(String kind) {
        return events.stream().anyMatch(event -> event.subject().kind().equals(kind));
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }
}

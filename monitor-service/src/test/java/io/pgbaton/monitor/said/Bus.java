package io.pgbaton.monitor.said;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Says things on a real bus.
public final class Bus implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;

    public Bus(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void say(Report report) {
        send(Topic.HEARTBEATS, report.cluster().name(), Wire.write(report));
    }

    public void say(ClusterView view) {
        send(Topic.VIEWS, view.cluster().name(), Wire.write(view));
    }

    public void say(ClusterEvent event) {
        send(Topic.EVENTS, event.cluster().name(), Wire.write(event));
    }

    public void send(Topic topic, String key, byte[] value) {
        Future<?> _ =
                producer.send(new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value));
    }

    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}

package io.pgbaton.fleet.chaos;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// What somebody with access to the bus can do to it, or see on it.
final class BusTools {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final String cluster;

    BusTools(String bootstrapServers, String cluster) {
        this.bootstrapServers = bootstrapServers;
        this.cluster = cluster;
    }

    /// Writes every decision about the cluster so far once more, oldest first, as a confused tool or a mirrored
    /// topic would. Answers how many.
    int replayDecisions() {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            Deadline deadline = Deadline.in(PATIENCE);
            while (!deadline.passed()
                    && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (cluster.equals(record.key())) {
                        records.add(record);
                    }
                });
            }
        }
        try (KafkaProducer<String, byte[]> producer = producer()) {
            send(
                    producer,
                    records.stream()
                            .map(record -> new ProducerRecord<>(
                                    record.topic(), record.partition(), record.key(), record.value()))
                            .toList());
        }
        return records.size();
    }

    /// Puts what is no record of ours on every topic, under the cluster's key and under none.
    void poison() {
        byte[] garbage = "{\"type\":\"promote\",\"node\":".getBytes(StandardCharsets.UTF_8);
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            records.add(new ProducerRecord<>(topic.topicName(), cluster, garbage));
            records.add(new ProducerRecord<>(topic.topicName(), cluster, new byte[] {0, 1, 2}));
            if (topic != Topic.VIEWS) {
                // a compacted topic takes no record without a key
                records.add(new ProducerRecord<>(topic.topicName(), garbage));
            }
        }
        try (KafkaProducer<String, byte[]> producer = producer()) {
            send(producer, records);
        }
    }

    /// Doubles the number of partitions of every topic: keys would move if anybody let Kafka choose.
    void doublePartitions() {
        try (Admin admin = admin()) {
            Map<String, Integer> counts = get(admin.describeTopics(List.of(Topic.values()).stream()
                                    .map(Topic::topicName)
                                    .toList())
                            .allTopicNames())
                    .values()
                    .stream()
                    .collect(Collectors.toMap(
                            topic -> topic.name(), topic -> topic.partitions().size()));
            Map<String, NewPartitions> wanted = new HashMap<>();
            counts.forEach((topic, count) -> wanted.put(topic, NewPartitions.increaseTo(2 * count)));
            get(admin.createPartitions(wanted).all());
        }
    }

    /// Removes every decision so far, as a retention that is too short would.
    void truncateDecisions() {
        try (Admin admin = admin();
                KafkaConsumer<String, byte[]> consumer = consumer()) {
            Map<TopicPartition, RecordsToDelete> all =
                    consumer.endOffsets(partitions(consumer), PATIENCE).entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue())));
            get(admin.deleteRecords(all).all());
        }
    }

    /// The broker that leads the cluster's partition of the decision log.
    int leaderOfDecisions(int partition) {
        try (Admin admin = admin()) {
            String topic = Topic.DECISIONS.topicName();
            return get(admin.describeTopics(Set.of(topic))
                            .topicNameValues()
                            .values()
                            .iterator()
                            .next())
                    .partitions()
                    .get(partition)
                    .leader()
                    .id();
        }
    }

    /// The partition that the cluster's decisions are in.
    int partitionOfDecisions() {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.seekToBeginning(partitions);
            Deadline deadline = Deadline.in(PATIENCE);
            while (!deadline.passed()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (cluster.equals(record.key())) {
                        return record.partition();
                    }
                }
            }
        }
        throw new FleetException("there is no decision about " + cluster + " on the bus");
    }

    /// Begins to listen, runs `blow`, and returns as soon as a view in `phase` has been read.
    Decision.ViewChanged awaitPhase(Class<? extends Phase> phase, Runnable blow) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            blow.run();
            Deadline deadline = Deadline.in(PATIENCE);
            while (!deadline.passed()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(20))) {
                    if (cluster.equals(record.key())
                            && Wire.read(record.value(), Decision.class)
                                    instanceof Wire.Known<Decision>(Decision.ViewChanged changed)
                            && phase.isInstance(changed.view().phase())) {
                        return changed;
                    }
                }
            }
        }
        throw new FleetException("no view of " + cluster + " came into the phase " + phase.getSimpleName());
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.DECISIONS.topicName(), PATIENCE).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        return partitions;
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /// Every record has been taken when this returns.
    private static void send(KafkaProducer<String, byte[]> producer, List<ProducerRecord<String, byte[]>> records) {
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new FleetException("Kafka does not take a record: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FleetException("interrupted", e);
            }
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new FleetException("Kafka does not do it: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted", e);
        }
    }
}

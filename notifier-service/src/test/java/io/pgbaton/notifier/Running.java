package io.pgbaton.notifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.notifier.config.InvalidSubscriptions;
import io.pgbaton.notifier.config.NotifierConfig;
import io.pgbaton.notifier.config.SubscriptionsFile;
import io.pgbaton.notifier.config.SubscriptionsWatch;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/// The notifier of one test: real broker, real database, a group of its own, and subscriptions that name only its
/// own clusters, so that tests can share the broker.
final class Running implements AutoCloseable {

    private static final int PARTITIONS = 4;

    private final KafkaBroker broker;
    private final String jdbcUrl;
    private final Path subscriptions;
    private final Map<String, String> settings = new HashMap<>();
    private Optional<Notifier> notifier = Optional.empty();
    private MeterRegistry meters = new SimpleMeterRegistry();

    Running(KafkaBroker broker, String jdbcUrl, Path folder, String yaml) {
        this.broker = broker;
        this.jdbcUrl = jdbcUrl;
        this.subscriptions = folder.resolve("subscriptions.yaml");
        subscribe(yaml);
        settings.put("pgbaton.notifier.bus", broker.bootstrapServers());
        settings.put("pgbaton.notifier.subscriptions", subscriptions.toString());
        settings.put("pgbaton.notifier.group", "test-" + UUID.randomUUID());
        settings.put("pgbaton.notifier.instance", "test");
        settings.put("pgbaton.notifier.look-back", "0s");
        settings.put("pgbaton.notifier.retry.waits", "0s,300ms,300ms,300ms,300ms,1s,1s,1s,1s,2s,2s,2s,2s,2s,2s");
        settings.put("pgbaton.notifier.retry.breaker-pause", "500ms");
        settings.put("pgbaton.notifier.timeout", "5s");
        createTopics();
    }

    Running with(String key, String value) {
        settings.put("pgbaton.notifier." + key, value);
        return this;
    }

    void subscribe(String yaml) {
        try {
            Files.writeString(subscriptions, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Running start() {
        NotifierConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withDefaultValues(settings)
                .withMapping(NotifierConfig.class)
                .build()
                .getConfigMapping(NotifierConfig.class);
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(jdbcUrl + "&connectTimeout=2&loginTimeout=2&socketTimeout=3");
        Runnable migration = () -> Flyway.configure()
                .dataSource(database)
                .locations("db/notifier")
                .schemas("notifier")
                .load()
                .migrate();
        meters = new SimpleMeterRegistry();
        try {
            SubscriptionsFile file = new SubscriptionsFile(
                    subscriptions, name -> "HOOK_SECRET".equals(name) ? ReceivingHook.SECRET : null);
            Notifier started = new Notifier(
                    config,
                    new Notifier.Surroundings(
                            database, migration, meters, settings.getOrDefault("pgbaton.notifier.instance", "test")),
                    new SubscriptionsWatch(file));
            started.start();
            notifier = Optional.of(started);
        } catch (InvalidSubscriptions e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    boolean isReady() {
        return notifier.orElseThrow().isReady();
    }

    boolean isAlive() {
        return notifier.orElseThrow().isAlive();
    }

    double metric(String name, String... tags) {
        return meters.get(name).tags(tags).meters().stream()
                .flatMap(meter -> {
                    List<Double> values = new ArrayList<>();
                    meter.measure().forEach(each -> values.add(each.getValue()));
                    return values.stream();
                })
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    void stop() {
        try {
            notifier.orElseThrow().stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void publish(ClusterEvent... events) {
        for (ClusterEvent event : events) {
            publish(event.cluster().name(), Wire.write(event));
        }
    }

    void publish(String key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var _ = producer.send(
                    new ProducerRecord<>(Topic.EVENTS.topicName(), key.getBytes(StandardCharsets.UTF_8), value));
        }
    }

    /// The values on a topic whose key is this cluster.
    List<String> read(Topic topic, String cluster) {
        List<String> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (cluster.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                        found.add(new String(record.value(), StandardCharsets.UTF_8));
                    }
                });
            }
        }
        return found;
    }

    private void createTopics() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            for (Topic topic : List.of(Topic.EVENTS, Topic.DEAD_LETTERS)) {
                try {
                    admin.createTopics(List.of(
                                    new NewTopic(topic.topicName(), PARTITIONS, (short) 1).configs(topic.settings())))
                            .all()
                            .get();
                } catch (java.util.concurrent.ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException(e);
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}

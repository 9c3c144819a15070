package io.pgbaton.fleet.kafka;

import io.pgbaton.contracts.Topic;
import io.pgbaton.fleet.FleetException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/// Makes the bus's topics, for tests of a part that runs without the failover service.
public final class KafkaTopics {

    private static final long PATIENCE_SECONDS = 30;

    private KafkaTopics() {}

    /// All topics of the bus with the settings the contracts name; those that exist already are left as they are.
    public static void createAll(KafkaBroker broker, int partitions) {
        createAll(broker.bootstrapServers(), partitions);
    }

    public static void createAll(String bootstrapServers, int partitions) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Set<String> existing = new HashSet<>(admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            List<NewTopic> missing = Arrays.stream(Topic.values())
                    .filter(topic -> !existing.contains(topic.topicName()))
                    .map(topic -> new NewTopic(topic.topicName(), partitions, (short) 1).configs(topic.settings()))
                    .toList();
            admin.createTopics(missing).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new FleetException("cannot create the topics on " + bootstrapServers + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted while creating topics", e);
        }
    }
}

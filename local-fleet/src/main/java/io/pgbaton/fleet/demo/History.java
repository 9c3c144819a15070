package io.pgbaton.fleet.demo;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.postgres.StopMode;
import io.pgbaton.fleet.run.Fleet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// What is kept of a cluster: its events on the bus and their rows in the history database.
public final class History {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Fleet fleet;
    private final String cluster;

    public History(Fleet fleet, String cluster) {
        this.fleet = fleet;
        this.cluster = cluster;
    }

    /// Ids of the cluster's events on the bus that are not in the database.
    public Set<String> missing() {
        Set<String> missing = onBus();
        missing.removeAll(inDatabase());
        return missing;
    }

    /// How many samples of replication were kept since `since`.
    public long samplesSince(Instant since) {
        String sql = "SELECT count(*) FROM repmgr.monitoring_history WHERE cluster = ? AND last_monitor_time >= ?";
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, cluster);
            query.setObject(2, since.atOffset(ZoneOffset.UTC));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /// How long ago the newest sample of replication was taken.
    public double newestSampleAgeSeconds() {
        String sql = "SELECT coalesce(extract(epoch FROM now() - max(last_monitor_time)), -1)"
                + " FROM repmgr.monitoring_history WHERE cluster = ?";
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, cluster);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getDouble(1);
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    public Set<String> inDatabase() {
        Set<String> ids = new HashSet<>();
        try (Connection connection = connect();
                PreparedStatement query =
                        connection.prepareStatement("SELECT event_id FROM repmgr.events WHERE cluster = ?")) {
            query.setString(1, cluster);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
        return ids;
    }

    /// Ids of all events of the cluster, read from the beginning to what is the end now.
    public Set<String> onBus() {
        Set<String> ids = new HashSet<>();
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                fleet.plan().bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.EVENTS.topicName(), PATIENCE).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() - deadline < 0
                    && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (cluster.equals(record.key())
                            && Wire.read(record.value(), ClusterEvent.class)
                                    instanceof Wire.Known<ClusterEvent>(ClusterEvent event)) {
                        ids.add(event.id());
                    }
                }
            }
        }
        return ids;
    }

    public void stopDatabase() {
        fleet.historyData().stop(StopMode.IMMEDIATE);
    }

    public void startDatabase() {
        fleet.historyData()
                .start(fleet.plan().historyPort(), fleet.folder().history().resolve("postgres.log"));
    }

    private Connection connect() throws SQLException {
        NodePlan database = new NodePlan("history", 1, "127.0.0.1", fleet.plan().historyPort(), 0);
        return fleet.servers().connect(database, Secrets.SUPERUSER, "pgbaton");
    }

    private static FleetException unreadable(SQLException e) {
        return new FleetException("the history database does not answer: " + e.getMessage(), e);
    }
}

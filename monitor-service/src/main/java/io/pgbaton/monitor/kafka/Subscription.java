package io.pgbaton.monitor.kafka;

import io.pgbaton.contracts.Topic;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// What a reader reads, from where, and how greedily. `group` names where its position is kept, for a reader whose
/// every record must be stored; the live picture has none.
record Subscription(Topic topic, StartAt start, Optional<String> group, Pace pace) {

    /// `fetchBytes` and `waitMillis`: how much Kafka gathers, and how long at most, before it answers.
    record Pace(int maxRecords, int fetchBytes, int waitMillis) {

        /// As soon as there is one record.
        static final Pace PROMPT = new Pace(2_000, 1, 500);

        /// Batches that are worth a transaction of the database. Bounds the memory as well: one batch is in hand.
        static final Pace BULK = new Pace(10_000, 512 * 1024, 250);
    }

    static Subscription live(Topic topic, StartAt start) {
        return new Subscription(topic, start, Optional.empty(), Pace.PROMPT);
    }

    static Subscription stored(Topic topic, Pace pace) {
        String group = "pgbaton-monitor-history-" + topic.name().toLowerCase(Locale.ROOT);
        return new Subscription(topic, StartAt.committed(), Optional.of(group), pace);
    }

    String name() {
        return (group.isPresent() ? "history-" : "live-") + topic.name().toLowerCase(Locale.ROOT);
    }

    Map<String, Object> consumerSettings(String bus) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bus);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "pgbaton-monitor-" + name());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // the failover service creates the topics, with the settings they need
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                topic == Topic.HEARTBEATS ? "read_uncommitted" : "read_committed");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG, 50);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pace.maxRecords());
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, pace.fetchBytes());
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, pace.waitMillis());
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1024 * 1024);
        group.ifPresent(name -> settings.put(ConsumerConfig.GROUP_ID_CONFIG, name));
        return settings;
    }
}

package io.pgbaton.failover.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Where the bus is, and the client settings that a failover needs: short timeouts, nothing lost.
public record KafkaSettings(String bootstrapServers, int partitions) {

    static final String GROUP = "pgbaton-failover";

    public KafkaSettings {
        if (partitions < 1 || partitions > 1000) {
            throw new IllegalArgumentException("pgbaton.topics.partitions is " + partitions + ": use 1 to 1000");
        }
    }

    Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 50);
        // a broker whose host is gone answers nothing at all: the next one is asked soon
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 1000);
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, 3000);
        return settings;
    }

    Map<String, Object> admin() {
        Map<String, Object> settings = common();
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 3000);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000);
        return settings;
    }

    Map<String, Object> consumer() {
        Map<String, Object> settings = common();
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // a log that lost records is a reason to take over anew, not to read on from anywhere
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 10_000);
        // a broker that stands still keeps its connections: only this tells that another leads its partitions now
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3000);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        return settings;
    }

    /// A member of the group that shares the partitions out. It is heard six times in a session, so that a change
    /// of owners is known early; what is not its own any more is given away one by one, the others stay.
    Map<String, Object> member(Duration session) {
        Map<String, Object> settings = consumer();
        settings.put(CommonClientConfigs.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Math.toIntExact(session.toMillis()));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.toIntExact(session.toMillis() / 6));
        // who does not decide for a session must not own anything either
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Math.toIntExact(session.toMillis()));
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(session.toMillis()));
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(session.toMillis()));
        return settings;
    }

    Map<String, Object> producer() {
        Map<String, Object> settings = common();
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1500);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1000);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * 1024 * 1024);
        return settings;
    }

    Map<String, Object> transactional(int partition) {
        Map<String, Object> settings = producer();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "pgbaton-failover-" + partition);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        // a transaction right after another is asked to come again while the first one's markers are written
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 5);
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 200);
        // bounds the commit, and the first start against a broker that must make its transaction log
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5000);
        return settings;
    }
}

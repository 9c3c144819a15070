package io.pgbaton.contracts;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The topics of the bus and the settings they need. All are keyed by cluster and have the same partition count, so
/// that one owner sees one cluster whole.
public enum Topic {
    HEARTBEATS("pgbaton.heartbeats", Optional.of(Duration.ofHours(1))),
    EVENTS("pgbaton.events", Optional.of(Duration.ofDays(30))),
    DECISIONS("pgbaton.decisions", Optional.of(Duration.ofDays(14))),
    /// Compacted: the last view of each cluster, for readers that need no safety.
    VIEWS("pgbaton.views", Optional.empty()),
    REQUESTS("pgbaton.requests", Optional.of(Duration.ofDays(7))),
    /// Notifications that could not be delivered.
    DEAD_LETTERS("pgbaton.dead-letters", Optional.of(Duration.ofDays(30)));

    /// Fixed for the life of the topics: another count would move clusters between partitions and lose their order.
    public static final int DEFAULT_PARTITIONS = 24;

    private final String topicName;
    private final Optional<Duration> retention;

    Topic(String topicName, Optional<Duration> retention) {
        this.topicName = topicName;
        this.retention = retention;
    }

    public String topicName() {
        return topicName;
    }

    /// Kafka's topic settings, by their names in Kafka.
    public Map<String, String> settings() {
        return retention
                .map(kept -> Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", Long.toString(kept.toMillis()),
                        // a clock that runs ahead on some host must not get its records refused
                        "message.timestamp.type", "LogAppendTime"))
                .orElse(Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime"));
    }
}

package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// This instance's place in the consumer group of all failover services: which partitions are its own. All topics
/// are partitioned alike, so the assignment of one of them tells it for all. It reads nothing.
final class OwnerGroup implements ConsumerRebalanceListener, AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<Integer> assigned = new TreeSet<>();
    private final Set<Integer> left = new TreeSet<>();
    private boolean joined;

    OwnerGroup(KafkaSettings settings, Duration session) {
        this.consumer = new KafkaConsumer<>(settings.member(session));
        consumer.subscribe(List.of(Topic.HEARTBEATS.topicName()), this);
    }

    /// Takes part in the group, without waiting for it. Answers what is no longer this instance's own.
    Set<Integer> poll() {
        left.clear();
        consumer.poll(Duration.ZERO);
        return Set.copyOf(left);
    }

    /// What the group has given to this instance.
    Set<Integer> assigned() {
        return Set.copyOf(assigned);
    }

    /// Whether the group has ever said what is this instance's own, be it nothing.
    boolean hasJoined() {
        return joined;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // its records are read by another consumer, together with the decisions
        consumer.pause(partitions);
        partitions.forEach(partition -> assigned.add(partition.partition()));
        joined = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            assigned.remove(partition.partition());
            left.add(partition.partition());
        }
    }

    /// Leaves the group, so that nobody waits for this instance's session to end.
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}

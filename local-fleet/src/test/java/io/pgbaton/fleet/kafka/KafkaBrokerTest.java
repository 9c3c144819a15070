package io.pgbaton.fleet.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Topic;
import io.pgbaton.fleet.process.Folders;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class KafkaBrokerTest {

    private static final ConfigResource VIEWS = new ConfigResource(ConfigResource.Type.TOPIC, Topic.VIEWS.topicName());

    @Test
    void keepsItsTopicsAndItsPortWhenItIsKilledAndStartedAgain() throws Exception {
        try (KafkaBroker broker = KafkaBroker.startIn(Folders.temporary("kafka-test"))) {
            KafkaTopics.createAll(broker, 3);
            String before = broker.bootstrapServers();

            broker.kill();
            assertThat(broker.isRunning()).isFalse();
            broker.start();

            assertThat(broker.bootstrapServers()).isEqualTo(before);
            assertThat(decisions(broker).partitions()).hasSize(3);
            assertThat(views(broker).get("cleanup.policy").value()).isEqualTo("compact");
        }
    }

    @Test
    void isOneAndTheSameForTheWholeJvm() {
        assertThat(KafkaBroker.shared().pid()).isEqualTo(KafkaBroker.shared().pid());
    }

    private static TopicDescription decisions(KafkaBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            String name = Topic.DECISIONS.topicName();
            return requireNonNull(admin.describeTopics(Set.of(name))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .get(name));
        }
    }

    private static Config views(KafkaBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return requireNonNull(admin.describeConfigs(Set.of(VIEWS))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get(VIEWS));
        }
    }
}

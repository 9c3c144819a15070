package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates the topics that are missing, and says what is unsafe about those that are there.
final class TopicSetup {

    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final int SAFE_COPIES = 3;

    private final Admin admin;
    private final int partitions;

    TopicSetup(Admin admin, int partitions) {
        this.admin = admin;
        this.partitions = partitions;
    }

    /// The partition count all topics share: the one they were created with, whatever is configured now.
    int count() throws ExecutionException, InterruptedException {
        Set<String> present = admin.listTopics().names().get();
        int shared = present.contains(Topic.DECISIONS.topicName()) ? partitionsOf(Topic.DECISIONS) : partitions;
        if (shared != partitions) {
            LOG.warn(
                    "topics have {} partitions, not the {} that are configured: going on with {}",
                    shared,
                    partitions,
                    shared);
        }
        return shared;
    }

    /// Returns when every topic is there with `shared` partitions.
    void ensure(int shared) throws ExecutionException, InterruptedException {
        Set<String> present = admin.listTopics().names().get();
        int brokers = admin.describeCluster().nodes().get().size();
        create(present, shared, (short) Math.min(SAFE_COPIES, brokers));
        check(shared);
    }

    private int partitionsOf(Topic topic) throws ExecutionException, InterruptedException {
        return describe().values().stream()
                .filter(description -> description.name().equals(topic.topicName()))
                .findFirst()
                .map(description -> description.partitions().size())
                .orElse(partitions);
    }

    private Map<String, TopicDescription> describe() throws ExecutionException, InterruptedException {
        Set<String> present = admin.listTopics().names().get();
        List<String> ours = names().stream().filter(present::contains).toList();
        return admin.describeTopics(ours).allTopicNames().get();
    }

    private static List<String> names() {
        return Arrays.stream(Topic.values()).map(Topic::topicName).toList();
    }

    /// All in one request: a broker makes a hundred partitions at once as fast as twenty.
    private void create(Set<String> present, int shared, short copies) throws ExecutionException, InterruptedException {
        List<NewTopic> missing = Arrays.stream(Topic.values())
                .filter(topic -> !present.contains(topic.topicName()))
                .map(topic -> new NewTopic(topic.topicName(), shared, copies).configs(topic.settings()))
                .toList();
        for (Map.Entry<String, KafkaFuture<Void>> each :
                admin.createTopics(missing).values().entrySet()) {
            try {
                each.getValue().get();
                LOG.info("created topic {} with {} partitions, {} copies", each.getKey(), shared, copies);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private void check(int shared) throws ExecutionException, InterruptedException {
        for (TopicDescription description : describe().values()) {
            int actual = description.partitions().size();
            if (actual != shared) {
                throw new IllegalStateException("topic " + description.name() + " has " + actual + " partitions, "
                        + Topic.DECISIONS.topicName() + " has " + shared
                        + ": all need the same count; create it anew");
            }
        }
        List<ConfigResource> resources = names().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(resources).all().get();
        for (Topic topic : Topic.values()) {
            List<String> differing =
                    differing(topic, configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName())));
            if (!differing.isEmpty()) {
                LOG.warn("topic {} is not set as it should be: {}", topic.topicName(), String.join(", ", differing));
            }
        }
    }

    private static List<String> differing(Topic topic, @Nullable Config actual) {
        if (actual == null) {
            return List.of("its settings cannot be read");
        }
        List<String> differing = new ArrayList<>(topic.settings().entrySet().stream()
                .filter(wanted -> actual.get(wanted.getKey()) == null
                        || !wanted.getValue().equals(actual.get(wanted.getKey()).value()))
                .map(wanted -> wanted.getKey() + " should be " + wanted.getValue())
                .collect(Collectors.toList()));
        if (actual.get("unclean.leader.election.enable") != null
                && "true".equals(actual.get("unclean.leader.election.enable").value())) {
            differing.add("unclean.leader.election.enable is on: acknowledged records may be lost");
        }
        return differing;
    }
}

package io.pgbaton.notifier;

import io.pgbaton.contracts.Topic;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/// Broker, database, receiver and subscriptions for the service under Quarkus.
public class ServiceSurroundings implements QuarkusTestResourceLifecycleManager {

    static final String SERVERS = "io.pgbaton.notifier.test.servers";

    private Optional<PostgresServer> postgres = Optional.empty();
    private Optional<ReceivingHook> hook = Optional.empty();

    @Override
    public Map<String, String> start() {
        KafkaBroker broker = KafkaBroker.shared();
        PostgresServer server = PostgresServer.running();
        ReceivingHook sink = new ReceivingHook();
        postgres = Optional.of(server);
        hook = Optional.of(sink);
        System.setProperty(SERVERS, broker.bootstrapServers());
        createTopics(broker);
        return Map.of(
                "pgbaton.bus", broker.bootstrapServers(),
                "pgbaton.notifier.subscriptions", subscriptions(sink).toString(),
                "pgbaton.notifier.group", "service-test",
                "pgbaton.notifier.look-back", "0s",
                "quarkus.datasource.jdbc.url", server.jdbcUrl());
    }

    private static Path subscriptions(ReceivingHook sink) {
        try {
            Path folder = Files.createTempDirectory("subscriptions");
            Files.writeString(folder.resolve("secret"), ReceivingHook.SECRET);
            return Files.writeString(folder.resolve("subscriptions.yaml"), """
                    subscriptions:
                      - name: all
                        match: {clusters: service-test}
                        to: {webhook: "%s", name: sink, secret-file: secret, allow-private: true}
                    """.formatted(sink.url()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void createTopics(KafkaBroker broker) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            if (!admin.listTopics().names().get().contains(Topic.EVENTS.topicName())) {
                admin.createTopics(List.of(
                                new NewTopic(Topic.EVENTS.topicName(), 4, (short) 1),
                                new NewTopic(Topic.DEAD_LETTERS.topicName(), 4, (short) 1)))
                        .all()
                        .get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        hook.ifPresent(ReceivingHook::close);
        postgres.ifPresent(PostgresServer::close);
    }
}

package io.pgbaton.monitor.api;

import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.kafka.KafkaTopics;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.pgbaton.fleet.process.Folders;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/// A broker that runs, and a history database that does not run yet: the service must start without it.
public final class RealBusAndHistory implements QuarkusTestResourceLifecycleManager {

    private static final String FOLDER = "pgbaton.test.history.folder";
    private static final String PORT = "pgbaton.test.history.port";
    private static final String BUS = "pgbaton.test.bus";

    @Override
    public Map<String, String> start() {
        KafkaBroker broker = KafkaBroker.shared();
        KafkaTopics.createAll(broker, 6);
        Path folder = Folders.temporary("history");
        PostgresServer history = PostgresServer.in(folder);
        history.initdb();
        System.setProperty(FOLDER, folder.toString());
        System.setProperty(PORT, Integer.toString(history.port()));
        System.setProperty(BUS, broker.bootstrapServers());
        return Map.of(
                "pgbaton.bus",
                broker.bootstrapServers(),
                "quarkus.datasource.jdbc.url",
                history.jdbcUrl(),
                "quarkus.datasource.username",
                "postgres",
                "quarkus.http.test-port",
                "0");
    }

    /// The same server, seen from the test: the framework may load this class twice.
    static PostgresServer history() {
        return PostgresServer.in(Path.of(System.getProperty(FOLDER)), Integer.getInteger(PORT));
    }

    static String bus() {
        return System.getProperty(BUS);
    }

    @Override
    public void stop() {
        history().close();
    }
}

package io.pgbaton.notifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.notifier.config.InvalidSubscriptions;
import io.pgbaton.notifier.config.NotifierConfig;
import io.pgbaton.notifier.config.SubscriptionsFile;
import io.pgbaton.notifier.config.SubscriptionsWatch;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the notifier with Quarkus and stops it with it. A subscriptions file that is wrong is one line and an
/// exit.
@ApplicationScoped
public class Service {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final int WRONG_CONFIGURATION = 2;
    private static final String AUTO = "auto";

    private final NotifierConfig config;
    private final DataSource database;
    private final Flyway migration;
    private final MeterRegistry meters;
    private @Nullable Notifier notifier;

    Service(NotifierConfig config, DataSource database, Flyway migration, MeterRegistry meters) {
        this.config = config;
        this.database = database;
        this.migration = migration;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        Path file = Path.of(config.subscriptions());
        try {
            SubscriptionsWatch subscriptions = new SubscriptionsWatch(new SubscriptionsFile(file, System::getenv));
            Notifier started = new Notifier(
                    config, new Notifier.Surroundings(database, migration::migrate, meters, instance()), subscriptions);
            notifier = started;
            started.start();
        } catch (InvalidSubscriptions e) {
            LOG.error("{}", e.getMessage());
            Quarkus.asyncExit(WRONG_CONFIGURATION);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (notifier != null) {
            notifier.stop();
        }
    }

    public boolean isAlive() {
        return notifier != null && notifier.isAlive();
    }

    public boolean isReady() {
        return notifier != null && notifier.isReady();
    }

    private String instance() {
        String given = config.instance();
        return given.startsWith(AUTO) ? hostName() + given.substring(AUTO.length()) : given;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}

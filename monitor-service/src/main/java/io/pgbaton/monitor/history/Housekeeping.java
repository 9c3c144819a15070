package io.pgbaton.monitor.history;

import io.pgbaton.monitor.live.LiveFleet;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to the history by the clock: the register of nodes follows the picture, old samples go.
@ApplicationScoped
class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration SHORTEST_KEEP = Duration.ofHours(1);

    private final LiveFleet fleet;
    private final NodeRegister register;
    private final Retention retention;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("history-housekeeping").daemon().factory());

    Housekeeping(
            LiveFleet fleet,
            HistoryDatabase database,
            @ConfigProperty(name = "pgbaton.history.keep", defaultValue = "30d") Duration keep) {
        if (keep.compareTo(SHORTEST_KEEP) < 0) {
            throw new IllegalArgumentException("pgbaton.history.keep is " + keep + ": it must be 1h or more");
        }
        this.fleet = fleet;
        this.register = new NodeRegister(database);
        this.retention = new Retention(database, keep);
    }

    void begin(@Observes StartupEvent started) {
        Future<?> _ =
                clock.scheduleWithFixedDelay(() -> quietly(() -> register.follow(fleet.now())), 1, 1, TimeUnit.SECONDS);
        Future<?> _ = clock.scheduleWithFixedDelay(() -> quietly(retention::apply), 1, 10, TimeUnit.MINUTES);
    }

    void end(@Observes ShutdownEvent stopping) {
        clock.shutdownNow();
    }

    private interface Chore {
        void run() throws SQLException;
    }

    /// A database that is down is said by [HistoryDatabase]; the chore is done again next time.
    private static void quietly(Chore chore) {
        try {
            chore.run();
        } catch (SQLException e) {
            LOG.debug("put off: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("housekeeping of the history failed and goes on", e);
        }
    }
}

package io.pgbaton.monitor.history;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The history's PostgreSQL, which may be down at any time, also when the service starts: then its schema is made
/// when it comes. Says once that it is gone and once that it is back.
@ApplicationScoped
public class HistoryDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryDatabase.class);

    private static final Set<String> ROWS_REFUSED = Set.of("22", "23", "54");

    private final DataSource source;
    private final Flyway flyway;
    private volatile boolean migrated;
    private volatile long downSinceNanos;
    private volatile boolean down = true;
    private volatile boolean said;

    HistoryDatabase(DataSource source, Flyway flyway, MeterRegistry metrics) {
        this.source = source;
        this.flyway = flyway;
        Gauge.builder("pgbaton.history.up", this, database -> database.isUp() ? 1 : 0)
                .description("Whether the history database answered last time")
                .register(metrics);
    }

    /// What is done in one transaction.
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /// One attempt, all or nothing.
    public <T> T transact(Work<T> work) throws SQLException {
        try {
            migrate();
            T result = attempt(work);
            noteUp();
            return result;
        } catch (SQLException e) {
            if (isUnreachable(e)) {
                noteDown(e);
            }
            throw e;
        }
    }

    private <T> T attempt(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    private static void rollback(Connection connection, SQLException why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private synchronized void migrate() throws SQLException {
        if (migrated) {
            return;
        }
        // fails fast, and with a clearer message than Flyway's, when nobody answers
        source.getConnection().close();
        try {
            flyway.migrate();
            migrated = true;
        } catch (FlywayException e) {
            throw new SQLException("cannot make the schema repmgr: " + oneLine(e), e);
        }
    }

    public boolean isUp() {
        return migrated && !down;
    }

    private synchronized void noteUp() {
        if (down && said) {
            Duration outage = Duration.ofNanos(System.nanoTime() - downSinceNanos);
            LOG.info("the history database is back after {} s; catching up", outage.toSeconds());
        }
        down = false;
        said = false;
    }

    private synchronized void noteDown(SQLException why) {
        if (!said) {
            said = true;
            downSinceNanos = System.nanoTime();
            LOG.warn("the history database does not answer: {}; what it misses waits in Kafka", oneLine(why));
        }
        down = true;
    }

    /// Everything but what is wrong with the rows themselves: bad data, a broken constraint, a value too large.
    static boolean isUnreachable(SQLException e) {
        String state = e.getSQLState();
        return state == null || ROWS_REFUSED.stream().noneMatch(state::startsWith);
    }

    static String oneLine(Throwable why) {
        String message = String.valueOf(why.getMessage());
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(message);
    }
}

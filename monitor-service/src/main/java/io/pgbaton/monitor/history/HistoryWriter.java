package io.pgbaton.monitor.history;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores batches of rows in one table, and does not give up while the database is down: whoever hands in a batch
/// waits, so the rows that wait are those in Kafka and not in memory.
public final class HistoryWriter<T> {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final int LONGEST_IN_LOG = 300;

    /// Writes rows in a new transaction and answers how many were new.
    @FunctionalInterface
    public interface Rows<T> {
        long write(Connection connection, List<T> rows) throws SQLException;
    }

    private final HistoryDatabase database;
    private final Rows<T> table;
    private final Counter stored;
    private final Counter refused;
    private final Timer duration;

    public HistoryWriter(HistoryDatabase database, String tableName, Rows<T> table, MeterRegistry metrics) {
        this.database = database;
        this.table = table;
        this.stored = rows(metrics, tableName, "stored");
        this.refused = rows(metrics, tableName, "refused");
        this.duration = Timer.builder("pgbaton.history.write")
                .description("Time to write one batch and commit it")
                .tag("table", tableName)
                .register(metrics);
    }

    private static Counter rows(MeterRegistry metrics, String table, String result) {
        return Counter.builder("pgbaton.history.rows")
                .description("Rows handed to the history database; a repeated row is not counted")
                .tag("table", table)
                .tag("result", result)
                .register(metrics);
    }

    /// Returns when all rows are in. Ends otherwise only by interruption, when the service stops.
    public void store(List<T> rows) throws InterruptedException {
        if (rows.isEmpty()) {
            return;
        }
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                attempt(rows);
                return;
            } catch (SQLException e) {
                if (!HistoryDatabase.isUnreachable(e)) {
                    storeInHalves(rows, e);
                    return;
                }
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void attempt(List<T> rows) throws SQLException {
        long begin = System.nanoTime();
        long added = database.transact(connection -> table.write(connection, rows));
        duration.record(Duration.ofNanos(System.nanoTime() - begin));
        stored.increment((double) added);
    }

    /// PostgreSQL refuses a row: the others must not wait behind it for ever.
    private void storeInHalves(List<T> rows, SQLException why) throws InterruptedException {
        if (rows.size() == 1) {
            refused.increment();
            LOG.error("left out of the history: {}: {}", shortened(rows.getFirst()), HistoryDatabase.oneLine(why));
            return;
        }
        int half = rows.size() / 2;
        store(rows.subList(0, half));
        store(rows.subList(half, rows.size()));
    }

    private static String shortened(Object row) {
        String text = row.toString();
        return text.length() <= LONGEST_IN_LOG ? text : text.substring(0, LONGEST_IN_LOG) + " …";
    }
}

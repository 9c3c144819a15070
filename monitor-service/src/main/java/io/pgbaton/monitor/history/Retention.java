package io.pgbaton.monitor.history;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/// Deletes samples that are older than `keep`, a bounded number at a time, so that it never holds up the writers.
public final class Retention {

    private static final int ROWS_AT_ONCE = 20_000;
    private static final int ROUNDS = 25;

    private final HistoryDatabase database;
    private final Duration keep;

    public Retention(HistoryDatabase database, Duration keep) {
        this.database = database;
        this.keep = keep;
    }

    /// Answers how many rows went; what is left goes next time.
    public long apply() throws SQLException {
        long total = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long deleted = deleteSome();
            total += deleted;
            if (deleted < ROWS_AT_ONCE) {
                break;
            }
        }
        return total;
    }

    private long deleteSome() throws SQLException {
        return database.transact(connection -> {
            String sql = """
                    DELETE FROM repmgr.monitoring_history
                     WHERE ctid = ANY (ARRAY(SELECT ctid FROM repmgr.monitoring_history
                                              WHERE last_monitor_time < now() - make_interval(secs => ?)
                                              LIMIT ?))
                    """;
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                delete.setDouble(1, (double) keep.toSeconds());
                delete.setInt(2, ROWS_AT_ONCE);
                return delete.executeLargeUpdate();
            }
        });
    }
}

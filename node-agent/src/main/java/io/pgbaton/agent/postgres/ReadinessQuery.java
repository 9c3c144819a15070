package io.pgbaton.agent.postgres;

import io.pgbaton.contracts.Readiness;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/// Asks a server what stands in the way of a change of its role. WAL senders and slots that are taken are counted
/// against the settings; what clients have open is a primary's.
public final class ReadinessQuery {

    /// A transaction that has not begun to read or write (`backend_xid`, `backend_xmin`) breaks off nothing.
    private static final String SQL = """
            SELECT (SELECT count(*) FROM pg_prepared_xacts)::int,
                   (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start) * 1000), 0)::bigint
                      FROM pg_stat_activity
                     WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
                       AND (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL)),
                   current_setting('max_wal_senders')::int - (SELECT count(*) FROM pg_stat_replication)::int,
                   current_setting('max_replication_slots')::int - (SELECT count(*) FROM pg_replication_slots)::int
            """;

    private ReadinessQuery() {}

    /// What is not the server's to know, and whether its followers use slots.
    public record Beside(@Nullable Long archiveReady, long walBytes, boolean slots) {}

    public static Readiness ask(Connection connection, Beside beside) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SQL)) {
            row.next();
            int slots = beside.slots() ? row.getInt(4) : Integer.MAX_VALUE;
            return new Readiness(
                    beside.archiveReady(),
                    row.getInt(1),
                    row.getLong(2),
                    new Readiness.Spare(row.getInt(3), slots, beside.walBytes()));
        }
    }
}

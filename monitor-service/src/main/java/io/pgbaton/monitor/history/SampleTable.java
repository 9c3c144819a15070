package io.pgbaton.monitor.history;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.HistorySample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// `repmgr.monitoring_history`: written with COPY, read for charts.
final class SampleTable {

    private static final String COLUMNS = """
            cluster, primary_node_id, standby_node_id, last_monitor_time, last_apply_time, \
            last_wal_primary_location, last_wal_standby_location, replication_lag, apply_lag""";
    private static final int COLUMN_COUNT = 9;
    private static final int BYTES_A_ROW = 130;
    private static final String UNIQUE_VIOLATION = "23505";

    private SampleTable() {}

    /// Which samples to read: `limit` newest, answered oldest first.
    record Range(ClusterId cluster, Optional<NodeId> standby, Instant from, Instant to, int limit) {}

    /// In the caller's transaction, which must be a new one. Straight into the table; only when some rows are there
    /// already (a batch read again after a crash) by way of a staging table that leaves those out.
    static long write(Connection connection, List<Sample> samples) throws SQLException {
        byte[] rows = rows(samples);
        try {
            return copy(connection, "repmgr.monitoring_history", rows);
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            return copyLeavingOutKnown(connection, rows);
        }
    }

    private static long copyLeavingOutKnown(Connection connection, byte[] rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TEMPORARY TABLE staged_samples (LIKE repmgr.monitoring_history) ON COMMIT DROP
                    """);
            copy(connection, "staged_samples", rows);
            return statement.executeLargeUpdate("""
                    INSERT INTO repmgr.monitoring_history (%1$s)
                    SELECT %1$s FROM staged_samples
                    ON CONFLICT (cluster, standby_node_id, last_monitor_time) DO NOTHING
                    """.formatted(COLUMNS));
        }
    }

    private static long copy(Connection connection, String table, byte[] rows) throws SQLException {
        try {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table, COLUMNS),
                            new ByteArrayInputStream(rows));
        } catch (IOException e) {
            throw new SQLException("COPY into " + table + " was cut off: " + e.getMessage(), e);
        }
    }

    static byte[] rows(List<Sample> samples) {
        CopyBuffer buffer = new CopyBuffer(samples.size() * BYTES_A_ROW + 64);
        for (Sample sample : samples) {
            Sample.Progress progress = sample.progress();
            buffer.row(COLUMN_COUNT);
            buffer.text(sample.cluster().name());
            buffer.int4(sample.primary().value());
            buffer.int4(sample.standby().value());
            buffer.timestamptz(sample.at());
            buffer.timestamptz(progress.applied());
            buffer.lsn(progress.primaryAt());
            buffer.lsn(progress.standbyAt());
            buffer.int8(progress.replicationLag());
            buffer.int8(progress.applyLag());
        }
        return buffer.end();
    }

    static List<HistorySample> read(Connection connection, Range range) throws SQLException {
        String sql = """
                SELECT last_monitor_time, primary_node_id, standby_node_id, replication_lag, apply_lag
                  FROM repmgr.monitoring_history
                 WHERE cluster = ? AND (?::int IS NULL OR standby_node_id = ?)
                   AND last_monitor_time >= ? AND last_monitor_time < ?
                 ORDER BY last_monitor_time DESC LIMIT ?
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, range.cluster().name());
            setNode(query, 2, range.standby());
            setNode(query, 3, range.standby());
            query.setObject(4, range.from().atOffset(ZoneOffset.UTC));
            query.setObject(5, range.to().atOffset(ZoneOffset.UTC));
            query.setInt(6, range.limit());
            try (ResultSet rows = query.executeQuery()) {
                List<HistorySample> samples = new ArrayList<>();
                while (rows.next()) {
                    samples.add(sample(rows));
                }
                return samples.reversed();
            }
        }
    }

    private static void setNode(PreparedStatement query, int index, Optional<NodeId> node) throws SQLException {
        query.setObject(index, node.map(NodeId::value).orElse(null), Types.INTEGER);
    }

    private static HistorySample sample(ResultSet row) throws SQLException {
        return new HistorySample(
                row.getObject(1, OffsetDateTime.class).toInstant(),
                new NodeId(row.getInt(2)),
                new NodeId(row.getInt(3)),
                bigint(row, 4),
                bigint(row, 5));
    }

    private static @Nullable Long bigint(ResultSet row, int column) throws SQLException {
        return row.getObject(column, Long.class);
    }
}

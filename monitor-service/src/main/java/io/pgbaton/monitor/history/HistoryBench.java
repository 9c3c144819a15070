package io.pgbaton.monitor.history;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.contracts.json.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

/// How fast samples go into a real PostgreSQL, beside a bare COPY of the same rows into the same kind of table:
/// `HistoryBench JDBC-URL [ROWS]`, for `./bench history`. Prints one line of JSON.
///
/// The service's way is measured from the bytes as Kafka hands them over: JSON read, folded, copied and committed
/// in batches as large as one poll. Use a database of its own: the schema `repmgr` in it is emptied.
public final class HistoryBench {

    private static final int BATCH = 10_000;
    private static final int CLUSTERS = 1_000;
    private static final int STANDBYS = 2;
    private static final int WARM_UP_ROWS = 100_000;

    private final Connection connection;

    private HistoryBench(Connection connection) {
        this.connection = connection;
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("usage: HistoryBench JDBC-URL [ROWS]");
        }
        int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500_000;
        Flyway.configure()
                .dataSource(arguments[0], null, null)
                .locations("db/history")
                .schemas("repmgr")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            connection.setAutoCommit(false);
            HistoryBench bench = new HistoryBench(connection);
            bench.serviceWay(WARM_UP_ROWS);
            bench.bareCopy(WARM_UP_ROWS);
            double bare = rows / bench.bareCopy(rows);
            double service = rows / bench.serviceWay(rows);
            System.out.println(String.format(
                    Locale.ROOT,
                    "{\"rows\":%d,\"bareCopyRowsPerSecond\":%.0f,\"historyRowsPerSecond\":%.0f,\"ratio\":%.2f}",
                    rows,
                    bare,
                    service,
                    service / bare));
        }
    }

    /// Seconds. One COPY of rows that were made before.
    private double bareCopy(int rows) throws SQLException, IOException {
        execute("DROP TABLE IF EXISTS repmgr.bare_copy");
        execute("CREATE TABLE repmgr.bare_copy (LIKE repmgr.monitoring_history INCLUDING ALL)");
        SampleFold fold = new SampleFold();
        List<Sample> samples = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            fold.sample(heartbeat(i), at(i)).ifPresent(samples::add);
        }
        byte[] bytes = SampleTable.rows(samples);
        long begin = System.nanoTime();
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY repmgr.bare_copy FROM STDIN (FORMAT binary)", new ByteArrayInputStream(bytes));
        connection.commit();
        double seconds = since(begin);
        execute("DROP TABLE repmgr.bare_copy");
        return seconds;
    }

    /// Seconds. The bytes of a batch are made outside the measured time, as Kafka would have them.
    private double serviceWay(int rows) throws SQLException {
        execute("TRUNCATE repmgr.monitoring_history");
        SampleFold fold = new SampleFold();
        double seconds = 0;
        for (int first = 0; first < rows; first += BATCH) {
            int size = Math.min(BATCH, rows - first);
            List<byte[]> polled = new ArrayList<>(size);
            for (int i = first; i < first + size; i++) {
                polled.add(Wire.write(heartbeat(i)));
            }
            long begin = System.nanoTime();
            SampleTable.write(connection, samples(fold, polled, first));
            connection.commit();
            seconds += since(begin);
        }
        return seconds;
    }

    private static List<Sample> samples(SampleFold fold, List<byte[]> polled, int first) {
        List<Sample> samples = new ArrayList<>(polled.size());
        for (int i = 0; i < polled.size(); i++) {
            if (Wire.read(polled.get(i), Report.class) instanceof Wire.Known<Report>(Heartbeat heartbeat)) {
                fold.sample(heartbeat, at(first + i)).ifPresent(samples::add);
            }
        }
        return samples;
    }

    private static Instant at(int row) {
        return Instant.EPOCH.plusMillis(1_750_000_000_000L + row / (CLUSTERS * STANDBYS) * 500L);
    }

    private static Heartbeat heartbeat(int row) {
        ClusterId cluster = new ClusterId("cluster-" + row / STANDBYS % CLUSTERS);
        NodeId node = new NodeId(2 + row % STANDBYS);
        Lsn received = new Lsn(0x1000_0000L + row * 64L);
        Heartbeat.Server server = new Heartbeat.Server(
                ServerState.RUNNING,
                Role.STANDBY,
                new SystemId("7301234567890123456"),
                new Heartbeat.Wal(new Timeline(3), null, received, received, received),
                new Heartbeat.Replication(new NodeId(1), "streaming", 0L, 0L, List.of()));
        return new Heartbeat(
                cluster,
                node,
                new Heartbeat.Beat("0f8fad5b-d9cb-469f-a165-70867728950e", row, 500),
                new Heartbeat.Standing(new Term(3), new Term(3), Term.NONE, 12),
                server);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        connection.commit();
    }

    private static double since(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e9;
    }
}

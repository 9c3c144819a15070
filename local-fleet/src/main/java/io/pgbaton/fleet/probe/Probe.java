package io.pgbaton.fleet.probe;

import io.pgbaton.fleet.ask.Servers;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.NodePlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A client on the server's own host: no cut of the network comes between them. Twenty times a second it writes a
/// row, if the server takes it.
///
/// A standby is only asked whether it still is one: twenty refused writes a second would fill its log.
public final class Probe implements AutoCloseable {

    private static final Duration BEAT = Duration.ofMillis(50);

    private static final String WRITE = """
            INSERT INTO probe (node, at) VALUES (?, clock_timestamp())
            RETURNING ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
            """;

    private final NodePlan node;
    private final Servers servers;
    private final List<Beat> beats = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    private Probe(NodePlan node, Servers servers, Function<Runnable, Thread> threads) {
        this.node = node;
        this.servers = servers;
        this.thread = threads.apply(this::run);
    }

    /// Makes the table that the probes write to, on the primary.
    public static void prepare(NodePlan primary, Servers servers) {
        servers.execute(
                primary,
                Secrets.APP,
                List.of(
                        "CREATE TABLE IF NOT EXISTS probe (node text NOT NULL, at timestamptz NOT NULL)",
                        "ALTER TABLE probe OWNER TO " + Secrets.APP));
    }

    /// Begins. `threads` makes a thread on the server's host.
    public static Probe start(NodePlan node, Servers servers, Function<Runnable, Thread> threads) {
        Probe probe = new Probe(node, servers, threads);
        probe.thread.start();
        return probe;
    }

    /// Every accepted write so far.
    public List<Beat> beats() {
        synchronized (beats) {
            return List.copyOf(beats);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopped) {
            try (Connection connection = servers.connect(node, Secrets.APP, Secrets.APP)) {
                beatOn(connection);
            } catch (SQLException e) {
                // down, starting or hung: the next round tells
                LockSupport.parkNanos(BEAT.toNanos());
            }
        }
    }

    private void beatOn(Connection connection) throws SQLException {
        try (Statement role = connection.createStatement();
                PreparedStatement write = connection.prepareStatement(WRITE)) {
            write.setString(1, node.name());
            boolean standby = true;
            while (!stopped) {
                long begin = System.nanoTime();
                if (standby) {
                    standby = isStandby(role);
                }
                if (!standby) {
                    standby = beat(write) == null;
                }
                LockSupport.parkNanos(BEAT.toNanos() - (System.nanoTime() - begin));
            }
        }
    }

    /// Null when nothing was written.
    private @Nullable Beat beat(PreparedStatement write) throws SQLException {
        long sent = System.nanoTime();
        try (ResultSet row = write.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            Beat beat = new Beat(node.name(), row.getInt(1), sent, System.nanoTime());
            synchronized (beats) {
                beats.add(beat);
            }
            return beat;
        }
    }

    private static boolean isStandby(Statement role) throws SQLException {
        try (ResultSet row = role.executeQuery("SELECT pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
        }
    }
}

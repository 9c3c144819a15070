package io.pgbaton.fleet.write;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.Servers;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.NodePlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An ordinary client: one row a transaction, on two connections, about 500 rows a second. When a connection breaks it
/// asks the
/// cluster's hosts in turn until one is not in recovery. It knows nothing of pgbaton.
///
/// As pools do, it keeps its connections to hosts that are in recovery: a login costs the processors ten milliseconds,
/// and a client beside a failover that does nothing else would be what it measures.
public final class Writer implements AutoCloseable {

    private static final int CONNECTIONS = 2;
    private static final int USUAL_RATE = 500;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(10);

    private final ClusterPlan cluster;
    private final Servers servers;
    private final List<Acknowledged> log = new ArrayList<>();
    private final List<Thread> threads;
    private final AtomicLong lastId = new AtomicLong();
    private final long periodNanos;
    private volatile boolean stopped;

    private Writer(ClusterPlan cluster, Servers servers, int perSecond, Function<Runnable, Thread> threads) {
        this.cluster = cluster;
        this.servers = servers;
        this.periodNanos = CONNECTIONS * 1_000_000_000L / perSecond;
        this.threads = IntStream.range(0, CONNECTIONS)
                .mapToObj(_ -> threads.apply(this::write))
                .toList();
    }

    /// Makes the table `writes` anew and begins.
    public static Writer start(ClusterPlan cluster, Servers servers) {
        return start(cluster, servers, USUAL_RATE);
    }

    /// The same with about `perSecond` rows a second.
    public static Writer start(ClusterPlan cluster, Servers servers, int perSecond) {
        return start(cluster, servers, perSecond, Thread.ofPlatform().daemon().name("writer")::unstarted);
    }

    /// The usual rate from elsewhere: `threads` makes a thread where the client is.
    public static Writer start(ClusterPlan cluster, Servers servers, Function<Runnable, Thread> threads) {
        return start(cluster, servers, USUAL_RATE, threads);
    }

    private static Writer start(
            ClusterPlan cluster, Servers servers, int perSecond, Function<Runnable, Thread> threads) {
        makeTable(cluster, servers);
        Writer writer = new Writer(cluster, servers, perSecond, threads);
        writer.threads.forEach(Thread::start);
        return writer;
    }

    /// An empty table `writes`, for whoever writes by another way.
    static void makeTable(ClusterPlan cluster, Servers servers) {
        NodePlan primary = servers.primaryOf(cluster)
                .orElseThrow(() -> new FleetException("cluster " + cluster.name() + " has no primary to write to"));
        servers.execute(
                primary,
                Secrets.APP,
                List.of(
                        "DROP TABLE IF EXISTS writes",
                        "CREATE TABLE writes (id bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp())",
                        "ALTER TABLE writes OWNER TO " + Secrets.APP));
    }

    /// Every acknowledgement so far, in order.
    public List<Acknowledged> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    public int acknowledged() {
        synchronized (log) {
            return log.size();
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(10));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        Map<NodePlan, Connection> open = new HashMap<>();
        while (!stopped) {
            for (NodePlan node : cluster.nodes()) {
                try {
                    writeOn(node, connectionTo(node, open));
                } catch (SQLException e) {
                    // the next host, then: that is all this client knows to do about it
                    close(open.remove(node));
                }
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            }
        }
        open.values().forEach(Writer::close);
    }

    private Connection connectionTo(NodePlan node, Map<NodePlan, Connection> open) throws SQLException {
        Connection kept = open.get(node);
        if (kept != null) {
            return kept;
        }
        Connection connection = servers.connect(node, Secrets.APP, Secrets.APP);
        open.put(node, connection);
        return connection;
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // broken already
            }
        }
    }

    /// Until the connection breaks. A row whose answer got lost counts as not written, whatever became of it.
    private void writeOn(NodePlan node, Connection connection) throws SQLException {
        if (isInRecovery(connection)) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO writes (id) VALUES (?)")) {
            long next = System.nanoTime();
            while (!stopped) {
                long id = lastId.incrementAndGet();
                insert.setLong(1, id);
                long sent = System.nanoTime();
                insert.executeUpdate();
                synchronized (log) {
                    log.add(new Acknowledged(id, sent, System.nanoTime(), node.name()));
                }
                // who is late does not write faster afterwards
                next = Math.max(next + periodNanos - System.nanoTime(), 0) + System.nanoTime();
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private static boolean isInRecovery(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
        }
    }
}

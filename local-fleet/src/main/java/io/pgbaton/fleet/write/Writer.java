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
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;

/// An ordinary client: one row a transaction, about 500 a second over two connections. When one of them breaks it
/// tries the cluster's hosts in turn until one is not in recovery. It knows nothing of pgbaton.
public final class Writer implements AutoCloseable {

    private static final int CONNECTIONS = 2;
    private static final long PERIOD_NANOS = Duration.ofMillis(4).toNanos();
    private static final Duration RETRY_PAUSE = Duration.ofMillis(10);

    private final ClusterPlan cluster;
    private final Servers servers;
    private final List<Acknowledged> log = new ArrayList<>();
    private final List<Thread> threads;
    private final AtomicLong lastId = new AtomicLong();
    private volatile boolean stopped;

    private Writer(ClusterPlan cluster, Servers servers, Function<Runnable, Thread> threads) {
        this.cluster = cluster;
        this.servers = servers;
        this.threads = IntStream.range(0, CONNECTIONS)
                .mapToObj(_ -> threads.apply(this::write))
                .toList();
    }

    /// Makes the table `writes` anew and begins.
    public static Writer start(ClusterPlan cluster, Servers servers) {
        return start(cluster, servers, Thread.ofPlatform().daemon().name("writer")::unstarted);
    }

    /// The same from elsewhere: `threads` makes a thread where the client is.
    public static Writer start(ClusterPlan cluster, Servers servers, Function<Runnable, Thread> threads) {
        NodePlan primary = servers.primaryOf(cluster)
                .orElseThrow(() -> new FleetException("cluster " + cluster.name() + " has no primary to write to"));
        servers.execute(
                primary,
                Secrets.APP,
                List.of(
                        "DROP TABLE IF EXISTS writes",
                        "CREATE TABLE writes (id bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp())",
                        "ALTER TABLE writes OWNER TO " + Secrets.APP));
        Writer writer = new Writer(cluster, servers, threads);
        writer.threads.forEach(Thread::start);
        return writer;
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
        while (!stopped) {
            for (NodePlan node : cluster.nodes()) {
                try (Connection connection = servers.connect(node, Secrets.APP, Secrets.APP)) {
                    writeOn(node, connection);
                } catch (SQLException e) {
                    // the next host, then: that is all this client knows to do about it
                    LockSupport.parkNanos(RETRY_PAUSE.toNanos());
                }
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
                next = Math.max(next + PERIOD_NANOS - System.nanoTime(), 0) + System.nanoTime();
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

package io.pgbaton.fleet.write;

import io.pgbaton.fleet.ask.Servers;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.pooler.PgBouncer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// A client that knows of nothing but a pooler: one row a transaction, on four connections. What it counts as an error
/// is what a program without any retry would have shown to its user.
public final class PooledWriter implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final String WAY = "pgbouncer";

    private final PgBouncer pooler;
    private final long periodNanos;
    private final List<Acknowledged> log = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Thread> threads;
    private final AtomicLong lastId = new AtomicLong();
    private volatile boolean stopped;

    private PooledWriter(PgBouncer pooler, int perSecond) {
        this.pooler = pooler;
        this.periodNanos = CONNECTIONS * 1_000_000_000L / perSecond;
        this.threads = IntStream.range(0, CONNECTIONS)
                .mapToObj(
                        _ -> Thread.ofPlatform().daemon().name("pooled writer").unstarted(this::write))
                .toList();
    }

    /// Makes the table `writes` anew and begins, with about `perSecond` rows a second.
    public static PooledWriter start(ClusterPlan cluster, Servers servers, PgBouncer pooler, int perSecond) {
        Writer.makeTable(cluster, servers);
        PooledWriter writer = new PooledWriter(pooler, perSecond);
        writer.threads.forEach(Thread::start);
        return writer;
    }

    /// Every acknowledgement so far, in order.
    public List<Acknowledged> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /// What the driver said, one for each statement or login that failed.
    public List<String> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(70));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        while (!stopped) {
            try (Connection connection = pooler.connect();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO writes (id) VALUES (?)")) {
                writeOn(insert);
            } catch (SQLException e) {
                synchronized (errors) {
                    errors.add(String.valueOf(e.getMessage()));
                }
                LockSupport.parkNanos(periodNanos);
            }
        }
    }

    private void writeOn(PreparedStatement insert) throws SQLException {
        long next = System.nanoTime();
        while (!stopped) {
            long id = lastId.incrementAndGet();
            insert.setLong(1, id);
            long sent = System.nanoTime();
            insert.executeUpdate();
            synchronized (log) {
                log.add(new Acknowledged(id, sent, System.nanoTime(), WAY));
            }
            // who is late does not write faster afterwards
            next = Math.max(next + periodNanos - System.nanoTime(), 0) + System.nanoTime();
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }
}

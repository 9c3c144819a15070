package io.pgbaton.agent.real;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/// Inserts into `t`, one row a transaction, until its server is gone; counts what was acknowledged.
final class Writer {

    private final AtomicLong acknowledged = new AtomicLong();
    private final Thread thread;

    private Writer(TestNode node) {
        this.thread = Thread.ofPlatform().daemon().start(() -> insert(node));
    }

    static Writer into(TestNode node) {
        return new Writer(node);
    }

    private void insert(TestNode node) {
        try (Connection connection = DriverManager.getConnection(node.server.jdbcUrl());
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            while (true) {
                insert.setLong(1, acknowledged.get());
                insert.execute();
                acknowledged.incrementAndGet();
            }
        } catch (SQLException e) {
            // the server is gone
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    void awaitMore(long rows) {
        long before = acknowledged.get();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.get() > before + rows);
    }

    void join() throws InterruptedException {
        thread.join(Duration.ofSeconds(30));
    }
}

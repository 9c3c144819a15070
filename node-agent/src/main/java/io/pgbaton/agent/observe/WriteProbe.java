package io.pgbaton.agent.observe;

import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.postgres.Postgres;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits a few bytes on a primary once a second: a server on stalled storage answers queries from its memory for
/// ever, and only a write tells. On a thread of its own, since it may block for the whole write timeout.
public final class WriteProbe implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WriteProbe.class);
    private static final long EVERY_MILLIS = 1_000;

    /// Ends on this disk alone: a missing synchronous standby must not look like a stalled disk. An operator's
    /// read-only default is no trouble of the server's.
    private static final String SETTINGS = """
            SET synchronous_commit = local; SET default_transaction_read_only = off; SET statement_timeout = 0
            """;

    /// A transaction with an id of its own is flushed when it commits; the message itself is for nobody.
    private static final String WRITE = "SELECT pg_logical_emit_message(true, 'pgbaton', '')";

    private final Postgres postgres;
    private final Observer observer;
    private final Duration deadline;
    private @Nullable Connection connection;
    private volatile boolean stalled;
    private volatile @Nullable Refused refused;

    public WriteProbe(Postgres postgres, Observer observer, Duration deadline) {
        this.postgres = postgres;
        this.observer = observer;
        this.deadline = deadline;
    }

    /// The server said no to the write, in its own words.
    record Refused(String sqlState, String why) {}

    /// The last write was not done within the deadline, and none has been since.
    public boolean isStalled() {
        return stalled;
    }

    Optional<Refused> refused() {
        return Optional.ofNullable(refused);
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            round();
            Pause.millis(EVERY_MILLIS);
        }
        close();
    }

    void round() {
        Observation seen = observer.last();
        boolean lives = seen.state() == ServerState.RUNNING || seen.state() == ServerState.HUNG;
        if (lives && seen.role() == Role.PRIMARY) {
            write();
        } else {
            close();
            stalled = false;
            refused = null;
        }
    }

    private void write() {
        long begun = System.nanoTime();
        try {
            Connection open = connection;
            if (open == null) {
                open = open();
                connection = open;
            }
            try (Statement statement = open.createStatement()) {
                statement.execute(WRITE);
            }
            stalled = false;
            refused = null;
        } catch (SQLException e) {
            close();
            // a socket that breaks is the observer's business, and a full server has said so to it already
            boolean timedOut =
                    e.getCause() instanceof SocketTimeoutException && System.nanoTime() - begun >= deadline.toNanos();
            if (timedOut && !stalled) {
                stalled = true;
                LOG.error("a commit was not written within the write timeout of {} ms", deadline.toMillis());
            }
            refused = isRefusal(e) ? refusal(e) : null;
        }
    }

    private Connection open() throws SQLException {
        Connection opened = postgres.connect(deadline);
        try (Statement statement = opened.createStatement()) {
            statement.execute(SETTINGS);
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
    }

    /// Read-only (25006), no space or other resources (53), an error of the system (58).
    private static boolean isRefusal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals("25006") || state.equals("53100") || state.startsWith("58");
    }

    private static Refused refusal(SQLException e) {
        return new Refused(
                String.valueOf(e.getSQLState()),
                String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
    }

    private void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // it is gone either way
            }
        }
    }
}

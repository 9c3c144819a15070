package io.pgbaton.agent.observe;

import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.postgres.Postgres;
import io.pgbaton.contracts.ServerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;

/// A thread that blocks on an idle connection. When the postmaster dies its backends end, the socket breaks, and
/// the agent knows within milliseconds.
public final class Watch implements Runnable {

    private static final int LISTEN_MILLIS = 30_000;
    /// The connections of a killed postmaster may break a moment before it is gone itself.
    private static final Duration DYING = Duration.ofMillis(40);

    private static final long RETRY_MILLIS = 10;
    private static final long IDLE_MILLIS = 200;

    private final Postgres postgres;
    private final Observer observer;
    private final Duration deadline;
    private final Runnable changed;

    public Watch(Postgres postgres, Observer observer, Duration deadline, Runnable changed) {
        this.postgres = postgres;
        this.observer = observer;
        this.deadline = deadline;
        this.changed = changed;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            boolean running = observer.last().state() == ServerState.RUNNING;
            if (running) {
                watchUntilBroken();
            }
            Pause.millis(running ? RETRY_MILLIS : IDLE_MILLIS);
        }
    }

    private void watchUntilBroken() {
        try (Connection connection = postgres.connect(deadline)) {
            PGConnection socket = connection.unwrap(PGConnection.class);
            while (!Thread.currentThread().isInterrupted()) {
                socket.getNotifications(LISTEN_MILLIS);
            }
        } catch (SQLException e) {
            Observation before = observer.last();
            if (Pause.until(() -> diedSince(before), DYING, 1)) {
                changed.run();
            }
            // else alive: it is shutting down or turned us away, so look again soon
        }
    }

    private boolean diedSince(Observation before) {
        observer.lookForDeath();
        return observer.last().differsFrom(before);
    }
}

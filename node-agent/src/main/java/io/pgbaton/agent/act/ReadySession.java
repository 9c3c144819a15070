package io.pgbaton.agent.act;

import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.postgres.Postgres;
import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.agent.postgres.StatusQuery;
import io.pgbaton.contracts.ServerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One connection to the server, opened ahead and kept: an election does not wait for connecting, and a promotion
/// is asked for over a connection that is older than the decision to ask (rule L6).
final class ReadySession {

    private final Postgres postgres;
    private final Duration deadline;
    private @Nullable Open open;

    ReadySession(Postgres postgres, Duration deadline) {
        this.postgres = postgres;
        this.deadline = deadline;
    }

    /// An open connection and what the server said over it just now.
    record Open(Connection connection, StatusQuery query, ServerStatus first) {}

    /// Uses quiet times to open one, and lets go of that of a server that is gone.
    void keep(Observation seen) {
        if (seen.state() != ServerState.RUNNING) {
            drop();
        } else if (open == null && seen.status() != null) {
            try {
                open = anew();
            } catch (SQLException e) {
                // nobody needs it yet
            }
        }
    }

    /// Proven to work: one that broke while it was kept is replaced.
    Open take() throws SQLException {
        Open kept = open;
        if (kept != null) {
            try {
                kept = new Open(kept.connection(), kept.query(), kept.query().ask());
                open = kept;
                return kept;
            } catch (SQLException e) {
                drop();
            }
        }
        Open fresh = anew();
        open = fresh;
        return fresh;
    }

    private Open anew() throws SQLException {
        Connection connection = postgres.connect(deadline);
        try {
            StatusQuery query = new StatusQuery(connection);
            return new Open(connection, query, query.ask());
        } catch (SQLException e) {
            close(connection);
            throw e;
        }
    }

    void drop() {
        Open kept = open;
        open = null;
        if (kept != null) {
            close(kept.connection());
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // it is gone either way
        }
    }
}

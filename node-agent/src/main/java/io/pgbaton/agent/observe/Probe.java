package io.pgbaton.agent.observe;

import io.pgbaton.agent.postgres.Postgres;
import io.pgbaton.agent.postgres.ServerStatus;
import io.pgbaton.agent.postgres.StatusQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks the server over a connection of its own that stays open. Every answer has a deadline.
final class Probe implements AutoCloseable {

    private final Postgres postgres;
    private final Duration deadline;
    private @Nullable Connection connection;
    private @Nullable StatusQuery query;

    Probe(Postgres postgres, Duration deadline) {
        this.postgres = postgres;
        this.deadline = deadline;
    }

    sealed interface Answer {}

    record Answered(ServerStatus status) implements Answer {}

    /// It is alive and turned us away: full, still starting, or our login is wrong.
    record TurnedAway(String sqlState, String why) implements Answer {
        boolean notReady() {
            return sqlState.equals("57P03");
        }
    }

    record Silent(String why) implements Answer {}

    Answer ask() {
        try {
            StatusQuery open = query;
            if (open == null) {
                connection = postgres.connect(deadline);
                open = new StatusQuery(connection);
                query = open;
            }
            return new Answered(open.ask());
        } catch (SQLException e) {
            close();
            String state = e.getSQLState() == null ? "" : e.getSQLState();
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("no answer");
            boolean answered = state.startsWith("53")
                    || state.startsWith("28")
                    || state.equals("57P03")
                    || state.startsWith("42")
                    || state.startsWith("3D");
            return answered ? new TurnedAway(state, why) : new Silent(why);
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        query = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // it is gone either way
            }
        }
    }
}

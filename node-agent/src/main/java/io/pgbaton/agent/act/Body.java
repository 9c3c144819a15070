package io.pgbaton.agent.act;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.disk.StateDirectory;
import io.pgbaton.agent.observe.Observer;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.Postgres;
import java.io.IOException;
import java.sql.SQLException;

/// The server side of every move: what is acted upon, and where it is looked at.
public record Body(
        AgentConfig config, Postgres postgres, DataDirectory directory, Observer observer, StateDirectory state) {

    AgentConfig.Patience patience() {
        return config.timing().patience();
    }

    /// One line of an exception, for a person.
    static String oneLine(Exception e) {
        String message = e.getMessage();
        String line =
                message == null ? e.toString() : message.lines().findFirst().orElse(e.toString());
        return switch (e) {
            case SQLException _ -> line;
            case IOException _ -> e.getClass().getSimpleName().replace("Exception", "") + ": " + line;
            default -> line;
        };
    }
}

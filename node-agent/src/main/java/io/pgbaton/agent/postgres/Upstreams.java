package io.pgbaton.agent.postgres;

import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.moves.TimelineHistory;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Timeline;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Asks another server, over a replication connection, what a standby needs to know before it follows.
public final class Upstreams {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Sessions sessions;

    public Upstreams(Sessions sessions) {
        this.sessions = sessions;
    }

    /// Who the upstream is and where its history forked.
    public record Identity(SystemId systemId, TimelineHistory history) {}

    public Identity identify(Conninfo upstream) throws SQLException {
        try (Connection connection = sessions.openReplication(upstream, DEADLINE);
                Statement statement = connection.createStatement()) {
            SystemId systemId;
            Timeline timeline;
            try (ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
                row.next();
                systemId = new SystemId(row.getString("systemid"));
                timeline = new Timeline(row.getLong("timeline"));
            }
            String history = timeline.value() == 1 ? "" : historyFile(statement, timeline);
            return new Identity(systemId, TimelineHistory.parse(timeline, history));
        }
    }

    private static String historyFile(Statement statement, Timeline timeline) throws SQLException {
        try (ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + timeline)) {
            row.next();
            byte[] content = row.getBytes(2);
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    /// Makes sure a physical slot of this name holds back the log for us; answers its name.
    public String createSlot(Conninfo upstream, String slot) throws SQLException {
        try (Connection connection = sessions.open(upstream, DEADLINE);
                var statement = connection.prepareStatement("""
                        SELECT pg_create_physical_replication_slot(?, true)
                         WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?)
                        """)) {
            statement.setString(1, slot);
            statement.setString(2, slot);
            statement.execute();
            return slot;
        }
    }
}

package io.pgbaton.agent.act;

import io.pgbaton.agent.moves.SlotPlan;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.postgres.ReadinessQuery;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.Readiness;
import io.pgbaton.contracts.ServerState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the replication slots as the view says, and knows what holds log back (rule R3): each of them, and the
/// archive. On a thread of its own: no move waits for it.
public final class Slots implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final String SHOW = """
            SELECT slot_name, active,
                   coalesce(pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                                                 ELSE pg_current_wal_lsn() END, restart_lsn), 0)::bigint
              FROM pg_replication_slots WHERE slot_type = 'physical' ORDER BY 1
            """;

    private final Body body;
    private final LogBook book;
    private volatile Map<String, Long> retained = Map.of();
    private volatile List<String> idle = List.of();
    private volatile @Nullable Long archiveReady;
    private volatile @Nullable Readiness readiness;
    private String failure = "";

    public Slots(Body body, LogBook book) {
        this.body = body;
        this.book = book;
    }

    /// Bytes of log that each physical slot holds back, as last seen.
    public Map<String, Long> retained() {
        return retained;
    }

    /// Of these, those that nobody uses.
    public List<String> idle() {
        return idle;
    }

    /// How many segments waited to be archived when this looked last; null when that could not be seen.
    public @Nullable Long archiveReady() {
        return archiveReady;
    }

    /// How ready the server is to change its role; null while it does not say.
    public @Nullable Readiness readiness() {
        return readiness;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            archiveReady = body.directory().archiveReady().orElse(null);
            boolean answers = body.observer().last().state() == ServerState.RUNNING
                    && body.observer().last().status() != null;
            if (answers && book.isCaughtUp()) {
                look();
            } else {
                readiness = null;
            }
            Pause.millis(EVERY.toMillis());
        }
    }

    private void look() {
        try (Connection connection =
                body.postgres().connect(body.config().timing().hang())) {
            readiness = ReadinessQuery.ask(connection, beside());
            List<SlotPlan.Slot> there = show(connection);
            if (body.config().server().replication().slots()) {
                SlotPlan plan = SlotPlan.of(book.log().view(), book.log().me(), there);
                each(connection, plan.create(), "SELECT pg_create_physical_replication_slot(?, true)", "created");
                each(connection, plan.drop(), "SELECT pg_drop_replication_slot(?)", "dropped");
            }
            failure = "";
        } catch (SQLException e) {
            readiness = null;
            String why = Body.oneLine(e);
            if (!why.equals(failure)) {
                failure = why;
                LOG.warn("the replication slots cannot be kept as the view says: {}", why);
            }
        }
    }

    private ReadinessQuery.Beside beside() {
        return new ReadinessQuery.Beside(
                archiveReady,
                body.directory().walBytesFree(),
                body.config().server().replication().slots());
    }

    private List<SlotPlan.Slot> show(Connection connection) throws SQLException {
        List<SlotPlan.Slot> there = new ArrayList<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SHOW)) {
            while (row.next()) {
                there.add(new SlotPlan.Slot(row.getString(1), row.getBoolean(2)));
                bytes.put(row.getString(1), Math.max(0, row.getLong(3)));
            }
        }
        retained = Map.copyOf(bytes);
        idle = there.stream()
                .filter(slot -> !slot.active())
                .map(SlotPlan.Slot::name)
                .toList();
        return there;
    }

    private static void each(Connection connection, List<String> slots, String sql, String done) throws SQLException {
        for (String slot : slots) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, slot);
                statement.execute();
                LOG.info("replication slot {} {}", slot, done);
            }
        }
    }
}

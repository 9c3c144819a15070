package io.pgbaton.notifier.log;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Answers questions about the delivery log.
public final class DeliveryReader {

    private final Database database;

    public DeliveryReader(DataSource source) {
        this.database = new Database(source);
    }

    /// Which deliveries are asked for: the newest `limit`, of the event with this id or of this kind; empty: all.
    public record Question(int limit, String event) {}

    public List<LoggedDelivery> find(Question question) throws LogUnavailable {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT * FROM notifier.deliveries WHERE ? = '' OR event_id = ? OR event_kind = ?
                    ORDER BY since DESC, bus_offset DESC, id LIMIT ?
                    """)) {
                select.setString(1, question.event());
                select.setString(2, question.event());
                select.setString(3, question.event());
                select.setInt(4, question.limit());
                return read(connection, select);
            }
        });
    }

    public Backlog backlog() throws LogUnavailable {
        return database.inTransaction(connection -> {
            try (PreparedStatement count = connection.prepareStatement("""
                            SELECT count(*), coalesce(extract(epoch FROM now() - min(since)), 0)
                            FROM notifier.deliveries WHERE state = 'pending'
                            """);
                    ResultSet row = count.executeQuery()) {
                return row.next() ? new Backlog(row.getLong(1), row.getDouble(2)) : Backlog.NONE;
            }
        });
    }

    private static List<LoggedDelivery> read(Connection connection, PreparedStatement select) throws SQLException {
        Map<String, List<LoggedDelivery.Tried>> tried = new HashMap<>();
        List<LoggedDelivery> deliveries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                deliveries.add(delivery(row));
            }
        }
        deliveries.forEach(each -> tried.put(each.id(), new ArrayList<>()));
        addAttempts(connection, tried);
        return deliveries.stream()
                .map(each -> new LoggedDelivery(
                        each.id(),
                        each.about(),
                        each.addressed(),
                        each.state(),
                        tried.getOrDefault(each.id(), List.of())))
                .toList();
    }

    private static void addAttempts(Connection connection, Map<String, List<LoggedDelivery.Tried>> tried)
            throws SQLException {
        Array ids = connection.createArrayOf("text", tried.keySet().toArray());
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT * FROM notifier.attempts WHERE delivery_id = ANY (?) ORDER BY delivery_id, number")) {
            select.setArray(1, ids);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tried.computeIfAbsent(row.getString("delivery_id"), _ -> new ArrayList<>())
                            .add(attempt(row));
                }
            }
        }
    }

    private static LoggedDelivery.Tried attempt(ResultSet row) throws SQLException {
        return new LoggedDelivery.Tried(
                row.getInt("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("result"),
                row.getString("reply"),
                row.getLong("millis"));
    }

    private static LoggedDelivery delivery(ResultSet row) throws SQLException {
        String state = row.getString("state");
        return new LoggedDelivery(
                row.getString("id"),
                new LoggedDelivery.About(
                        row.getString("event_id"),
                        row.getString("event_kind"),
                        row.getString("cluster"),
                        row.getString("severity"),
                        row.getObject("occurred_at", OffsetDateTime.class).toInstant()),
                new LoggedDelivery.Addressed(
                        row.getString("subscription"), row.getString("target_kind"), row.getString("target")),
                new LoggedDelivery.State(
                        state,
                        row.getObject("since", OffsetDateTime.class).toInstant(),
                        state.equals("pending") ? instant(row, "due") : null,
                        instant(row, "finished_at"),
                        row.getString("why_dead")),
                List.of());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

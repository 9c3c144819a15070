package io.pgbaton.monitor.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.Severity;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.monitor.fleet.EventFilter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `repmgr.events`: every event once, also of kinds this version does not know.
final class EventTable {

    private static final ObjectMapper JSON = Wire.mapper();
    private static final TypeReference<Map<String, String>> DATA = new TypeReference<>() {};
    private static final int WHOLE_CLUSTER = 0;

    private EventTable() {}

    /// One statement a batch; an event whose id is there already is left out.
    static long write(Connection connection, List<ClusterEvent> events) throws SQLException {
        String sql = """
                INSERT INTO repmgr.events (cluster, node_id, event, successful, event_timestamp, details,
                                           event_id, repmgr_event, severity, term, request, data)
                SELECT * FROM unnest(?::text[], ?::int[], ?::text[], ?::bool[], ?::timestamptz[], ?::text[],
                                     ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::jsonb[])
                ON CONFLICT (event_id) DO NOTHING
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            Columns columns = new Columns(connection, insert, events);
            columns.set("text", event -> event.cluster().name());
            columns.set("int4", event -> nodeNumber(event.subject().node()));
            columns.set("text", event -> clean(event.subject().kind()));
            columns.set("bool", event -> event.outcome().successful());
            columns.set("timestamptz", event -> event.at().toString());
            columns.set("text", event -> clean(event.outcome().details()));
            columns.set("text", event -> clean(event.id()));
            columns.set(
                    "text",
                    event -> event.knownKind().map(EventKind::repmgrName).orElse(""));
            columns.set("text", event -> event.outcome().severity().name());
            columns.set("int8", event -> event.subject().term().value());
            columns.set(
                    "text",
                    event -> Optional.ofNullable(event.subject().request())
                            .map(RequestId::value)
                            .orElse(null));
            columns.set("jsonb", event -> json(event.outcome().data()));
            return insert.executeLargeUpdate();
        }
    }

    /// One array parameter after the other.
    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement insert;
        private final List<ClusterEvent> events;
        private int next = 1;

        Columns(Connection connection, PreparedStatement insert, List<ClusterEvent> events) {
            this.connection = connection;
            this.insert = insert;
            this.events = events;
        }

        void set(String type, Function<ClusterEvent, @Nullable Object> value) throws SQLException {
            @Nullable Object[] values = events.stream().map(value).toArray();
            insert.setArray(next++, connection.createArrayOf(type, values));
        }
    }

    static List<ClusterEvent> read(Connection connection, EventFilter filter) throws SQLException {
        String sql = """
                SELECT event_id, event_timestamp, cluster, event, node_id, term, request, successful, severity,
                       details, data
                  FROM repmgr.events
                 WHERE (?::text IS NULL OR cluster = ?) AND (?::int IS NULL OR node_id = ?)
                   AND (?::text IS NULL OR event = ? OR repmgr_event = ?)
                 ORDER BY event_timestamp DESC, event_id DESC LIMIT ?
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            String cluster = filter.cluster().map(ClusterId::name).orElse(null);
            Integer node = filter.node().map(NodeId::value).orElse(null);
            String kind = filter.kind().orElse(null);
            List<@Nullable Object> parameters = new ArrayList<>();
            parameters.add(cluster);
            parameters.add(cluster);
            parameters.add(node);
            parameters.add(node);
            parameters.add(kind);
            parameters.add(kind);
            parameters.add(kind);
            for (int i = 0; i < parameters.size(); i++) {
                query.setObject(
                        i + 1, parameters.get(i), i == 2 || i == 3 ? java.sql.Types.INTEGER : java.sql.Types.VARCHAR);
            }
            query.setInt(parameters.size() + 1, filter.limit());
            try (ResultSet rows = query.executeQuery()) {
                List<ClusterEvent> events = new ArrayList<>();
                while (rows.next()) {
                    events.add(event(rows));
                }
                return events;
            }
        }
    }

    private static ClusterEvent event(ResultSet row) throws SQLException {
        int node = row.getInt("node_id");
        String request = row.getString("request");
        ClusterEvent.Subject subject = new ClusterEvent.Subject(
                row.getString("event"),
                node == WHOLE_CLUSTER ? null : new NodeId(node),
                new Term(row.getLong("term")),
                request == null ? null : new RequestId(request));
        ClusterEvent.Outcome outcome = new ClusterEvent.Outcome(
                row.getBoolean("successful"),
                Severity.valueOf(row.getString("severity")),
                row.getString("details"),
                data(row.getString("data")));
        return new ClusterEvent(
                row.getString("event_id"),
                row.getObject("event_timestamp", OffsetDateTime.class)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toInstant(),
                new ClusterId(row.getString("cluster")),
                subject,
                outcome);
    }

    private static int nodeNumber(@Nullable NodeId node) {
        return node == null ? WHOLE_CLUSTER : node.value();
    }

    private static String json(Map<String, String> data) {
        try {
            return clean(JSON.writeValueAsString(data).replace("\\u0000", ""));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings is always JSON", e);
        }
    }

    private static Map<String, String> data(String json) throws SQLException {
        try {
            return JSON.readValue(json, DATA);
        } catch (JsonProcessingException e) {
            throw new SQLException("repmgr.events.data is no map of strings: " + e.getOriginalMessage(), e);
        }
    }

    /// PostgreSQL's text cannot hold a zero character.
    private static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }
}

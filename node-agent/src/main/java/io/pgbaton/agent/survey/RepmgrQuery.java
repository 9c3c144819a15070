package io.pgbaton.agent.survey;

import io.pgbaton.agent.adopt.Facts;
import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.adopt.Survey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What repmgr keeps in the databases it manages.
public final class RepmgrQuery {

    private static final String NODES = """
            SELECT node_id, node_name, type, active, upstream_node_id, location, priority, conninfo
              FROM repmgr.nodes ORDER BY node_id
            """;

    /// Its functions answer NULL where the shared library is not loaded.
    private static final String FOUND = """
            SELECT pg_is_in_recovery(), pg_postmaster_start_time()::text,
                   coalesce(repmgr.repmgrd_is_running(), false),
                   repmgr.get_repmgrd_pid(),
                   coalesce(repmgr.repmgrd_is_paused(), false)
            """;

    private RepmgrQuery() {}

    record Row(NodeId id, String name, Survey.Kind type, Place place, Conninfo conninfo) {

        Facts.Node node(Survey.@Nullable Found found, @Nullable String problem) {
            Survey.Registered registered =
                    new Survey.Registered(id, name, type, place.active(), place.upstream(), conninfo.host(), found);
            return new Facts.Node(
                    registered,
                    place.location(),
                    place.priority(),
                    conninfo.without("password").written(),
                    problem);
        }
    }

    record Place(boolean active, @Nullable NodeId upstream, String location, int priority) {}

    public static boolean isInstalled(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT to_regclass('repmgr.nodes') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    static List<Row> nodes(Connection connection) throws SQLException {
        List<Row> nodes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NODES)) {
            while (row.next()) {
                int upstream = row.getInt(5);
                Place place = new Place(
                        row.getBoolean(4),
                        upstream == 0 ? null : new NodeId(upstream),
                        row.getString(6),
                        row.getInt(7));
                nodes.add(new Row(
                        new NodeId(row.getInt(1)), row.getString(2), kind(row.getString(3)), place, parsed(row)));
            }
        }
        return nodes;
    }

    static Survey.Found found(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FOUND)) {
            row.next();
            Integer pid = row.getBoolean(3) ? Integer.valueOf(row.getInt(4)) : null;
            return new Survey.Found(
                    row.getBoolean(1) ? Survey.Kind.STANDBY : Survey.Kind.PRIMARY,
                    row.getString(2),
                    new Survey.Daemon(pid, row.getBoolean(5)));
        }
    }

    /// The repmgrd beside this server.
    public static Survey.Daemon daemon(Connection connection) throws SQLException {
        return found(connection).repmgrd();
    }

    private static Survey.Kind kind(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "primary" -> Survey.Kind.PRIMARY;
            case "witness" -> Survey.Kind.WITNESS;
            default -> Survey.Kind.STANDBY;
        };
    }

    /// One that cannot be read leads nowhere, and is said to when it is tried.
    private static Conninfo parsed(ResultSet row) throws SQLException {
        try {
            return Conninfo.parse(row.getString(8));
        } catch (IllegalArgumentException e) {
            return new Conninfo(Map.of("host", "unreadable.invalid"));
        }
    }
}

package io.pgbaton.monitor.history;

import io.pgbaton.contracts.ClusterId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;

/// `repmgr.nodes`: a state, not a log, so it is simply written again as it is now.
final class NodeTable {

    private NodeTable() {}

    /// The rows of one cluster, all of them.
    record ClusterRows(ClusterId cluster, List<NodeRow> rows) {}

    static long write(Connection connection, Collection<ClusterRows> changed) throws SQLException {
        upsert(connection, changed);
        forget(connection, changed);
        return changed.stream().mapToLong(cluster -> cluster.rows().size()).sum();
    }

    private static void upsert(Connection connection, Collection<ClusterRows> changed) throws SQLException {
        String sql = """
                INSERT INTO repmgr.nodes AS n (cluster, node_id, upstream_node_id, active, node_name, type, location,
                                               priority, conninfo, repluser, slot_name, config_file)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '')
                ON CONFLICT (cluster, node_id) DO UPDATE SET
                    upstream_node_id = EXCLUDED.upstream_node_id, active = EXCLUDED.active,
                    node_name = EXCLUDED.node_name, type = EXCLUDED.type, location = EXCLUDED.location,
                    priority = EXCLUDED.priority, conninfo = EXCLUDED.conninfo, repluser = EXCLUDED.repluser
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (ClusterRows cluster : changed) {
                for (NodeRow row : cluster.rows()) {
                    bind(insert, row);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement insert, NodeRow row) throws SQLException {
        insert.setString(1, row.cluster().name());
        insert.setInt(2, row.node().value());
        if (row.upstream() == null) {
            insert.setNull(3, Types.INTEGER);
        } else {
            insert.setInt(3, row.upstream().value());
        }
        insert.setBoolean(4, row.registered().active());
        insert.setString(5, row.profile().name());
        insert.setString(6, row.registered().type());
        insert.setString(7, row.profile().election().location());
        insert.setInt(8, row.profile().election().priority());
        insert.setString(9, row.conninfo());
        insert.setString(10, row.replicationUser());
    }

    /// Nodes that are no members any more.
    private static void forget(Connection connection, Collection<ClusterRows> changed) throws SQLException {
        String sql = "DELETE FROM repmgr.nodes WHERE cluster = ? AND node_id <> ALL (?)";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (ClusterRows cluster : changed) {
                Object[] kept =
                        cluster.rows().stream().map(row -> row.node().value()).toArray();
                delete.setString(1, cluster.cluster().name());
                delete.setArray(2, connection.createArrayOf("int4", kept));
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }
}

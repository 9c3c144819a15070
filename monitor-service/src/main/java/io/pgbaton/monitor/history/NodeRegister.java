package io.pgbaton.monitor.history;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps `repmgr.nodes` as the picture is: writes the clusters whose rows differ from what it wrote last. After an
/// outage of the database the difference is larger, that is all.
public final class NodeRegister {

    private final HistoryDatabase database;
    private final Map<ClusterId, List<NodeRow>> written = new HashMap<>();

    public NodeRegister(HistoryDatabase database) {
        this.database = database;
    }

    public void follow(List<ClusterNow> fleet) throws SQLException {
        List<NodeTable.ClusterRows> changed = new ArrayList<>();
        for (ClusterNow now : fleet) {
            ClusterId cluster = now.picture().cluster();
            List<NodeRow> rows = NodeRow.of(now);
            // without a view nothing is known of the cluster's nodes: that is not the same as having none
            if (now.view().version() > 0 && !rows.equals(written.get(cluster))) {
                changed.add(new NodeTable.ClusterRows(cluster, rows));
            }
        }
        if (!changed.isEmpty()) {
            database.transact(connection -> NodeTable.write(connection, changed));
            changed.forEach(cluster -> written.put(cluster.cluster(), cluster.rows()));
        }
    }
}

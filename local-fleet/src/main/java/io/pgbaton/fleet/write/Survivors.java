package io.pgbaton.fleet.write;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.Servers;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.NodePlan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rows that are there in the end, on one node.
public record Survivors(String node, Set<Long> ids) {

    public Survivors {
        ids = Set.copyOf(ids);
    }

    public static Survivors on(NodePlan node, Servers servers) {
        Set<Long> ids = new HashSet<>();
        try (Connection connection = servers.connect(node, Secrets.APP, Secrets.APP);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM writes")) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        } catch (SQLException e) {
            throw new FleetException("cannot read the rows on " + node.label() + ": " + e.getMessage(), e);
        }
        return new Survivors(node.name(), ids);
    }

    /// What was acknowledged and is not there.
    public List<Acknowledged> lost(List<Acknowledged> acknowledged) {
        return acknowledged.stream().filter(row -> !ids.contains(row.id())).toList();
    }
}

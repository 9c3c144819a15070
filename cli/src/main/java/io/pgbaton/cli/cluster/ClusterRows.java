package io.pgbaton.cli.cluster;

import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.output.Colour;
import io.pgbaton.cli.output.Table;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `cluster show` as rows: repmgr's columns, and what it has no word for (cluster, term, lag, lease).
final class ClusterRows {

    private ClusterRows() {}

    static Table table(List<ClusterStatus> clusters, boolean compact) {
        Table table = compact
                ? new Table(
                        "Cluster",
                        "ID",
                        "Name",
                        "Role",
                        "Status",
                        "Upstream",
                        "Location",
                        "Prio.",
                        "TLI",
                        "Term",
                        "Lag",
                        "Lease")
                : new Table(
                        "Cluster",
                        "ID",
                        "Name",
                        "Role",
                        "Status",
                        "Upstream",
                        "Location",
                        "Priority",
                        "Timeline",
                        "Term",
                        "Lag",
                        "Lease",
                        "Connection string");
        for (ClusterStatus cluster : clusters) {
            for (NodeStatus node : cluster.nodes()) {
                List<String> cells = new ArrayList<>(cells(cluster, node));
                if (!compact) {
                    cells.add(node.profile().address().conninfo());
                }
                table.row(colour(node), cells);
            }
        }
        return table;
    }

    /// repmgr's `node_id,availability,recovery`: 0 or -1, then 0 for a primary, 1 for a standby, -1 for unknown.
    static List<String> csv(ClusterStatus cluster) {
        return cluster.nodes().stream()
                .map(node -> node.node() + (isAvailable(node) ? ",0," + recovery(node) : ",-1,-1"))
                .toList();
    }

    private static List<String> cells(ClusterStatus cluster, NodeStatus node) {
        NodeStatus.@Nullable Position position = node.reported().position();
        return List.of(
                cluster.cluster().name(),
                node.node().toString(),
                node.profile().name(),
                node.role().name().toLowerCase(Locale.ROOT),
                node.status(),
                upstream(cluster, node),
                node.profile().election().location(),
                Integer.toString(node.profile().election().priority()),
                position == null ? "?" : Objects.toString(position.timeline(), "?"),
                cluster.standing().term().toString(),
                node.role() == Role.STANDBY ? lag(position) : "",
                Objects.toString(node.reported().lease(), ""));
    }

    /// repmgr's marks: `?` when the node says nothing, `!` when it runs and streams from nobody.
    private static String upstream(ClusterStatus cluster, NodeStatus node) {
        if (node.role() != Role.STANDBY) {
            return "";
        }
        NodeStatus.@Nullable Position position = node.reported().position();
        NodeId from = position == null ? null : position.upstream();
        if (from != null && isAvailable(node)) {
            return nameOf(cluster, from);
        }
        NodeId meant = from == null ? cluster.primary() : from;
        if (meant == null || meant.equals(node.node())) {
            return isAvailable(node) ? "!" : "?";
        }
        return (isAvailable(node) ? "! " : "? ") + nameOf(cluster, meant);
    }

    static String nameOf(ClusterStatus cluster, NodeId node) {
        return cluster.nodes().stream()
                .filter(one -> one.node().equals(node))
                .findFirst()
                .map(one -> one.profile().name())
                .orElse("node " + node);
    }

    static String lag(NodeStatus.@Nullable Position position) {
        if (position == null || position.lagBytes() == null) {
            return "?";
        }
        String bytes = Amounts.bytes(position.lagBytes());
        Long millis = position.lagMillis();
        return millis == null || millis == 0 ? bytes : bytes + ", " + Amounts.millis(millis);
    }

    static boolean isAvailable(NodeStatus node) {
        return node.reported().state() == ServerState.RUNNING
                && !node.status().startsWith("?")
                && !node.status().startsWith("-");
    }

    private static int recovery(NodeStatus node) {
        return switch (node.reported().role()) {
            case PRIMARY -> 0;
            case STANDBY -> 1;
            case WITNESS -> 0;
            case null -> -1;
        };
    }

    static Colour colour(NodeStatus node) {
        return switch (node.status().isEmpty() ? ' ' : node.status().charAt(0)) {
            case '*' -> Colour.GOOD;
            case '!', '?' -> Colour.WARNING;
            case '-' -> Colour.BAD;
            default -> Colour.NONE;
        };
    }
}

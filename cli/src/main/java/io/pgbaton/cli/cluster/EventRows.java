package io.pgbaton.cli.cluster;

import io.pgbaton.cli.output.Colour;
import io.pgbaton.cli.output.Table;
import io.pgbaton.cli.output.Times;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import java.util.ArrayList;
import java.util.List;

/// `cluster event` as rows: repmgr's columns, with the cluster before them.
final class EventRows {

    private final List<ClusterStatus> fleet;
    private final Times times;

    EventRows(List<ClusterStatus> fleet, Times times) {
        this.fleet = List.copyOf(fleet);
        this.times = times;
    }

    Table table(List<ClusterEvent> events, boolean compact) {
        Table table = compact
                ? new Table("Cluster", "Node ID", "Name", "Event", "OK", "Timestamp")
                : new Table("Cluster", "Node ID", "Name", "Event", "OK", "Timestamp", "Details");
        for (ClusterEvent event : events) {
            List<String> cells = new ArrayList<>(List.of(
                    event.cluster().name(),
                    nodeOf(event),
                    nameOf(event),
                    event.subject().kind(),
                    ok(event),
                    times.second(event.at())));
            if (!compact) {
                cells.add(event.outcome().details());
            }
            table.row(colour(event), cells);
        }
        return table;
    }

    /// repmgr's CSV: no details and no quoting.
    String csv(ClusterEvent event) {
        return String.join(
                ",", nodeOf(event), nameOf(event), event.subject().kind(), ok(event), times.bare(event.at()));
    }

    private static String nodeOf(ClusterEvent event) {
        NodeId node = event.subject().node();
        return node == null ? "" : node.toString();
    }

    private String nameOf(ClusterEvent event) {
        NodeId node = event.subject().node();
        if (node == null) {
            return "";
        }
        return fleet.stream()
                .filter(cluster -> cluster.cluster().equals(event.cluster()))
                .findFirst()
                .map(cluster -> ClusterRows.nameOf(cluster, node))
                .orElse("");
    }

    private static String ok(ClusterEvent event) {
        return event.outcome().successful() ? "t" : "f";
    }

    private static Colour colour(ClusterEvent event) {
        return switch (event.outcome().severity()) {
            case INFO, NOTICE -> Colour.NONE;
            case WARNING -> Colour.WARNING;
            case ERROR, CRITICAL -> Colour.BAD;
        };
    }
}

package io.pgbaton.monitor.web;

import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.monitor.diagnose.StatusReport;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.List;
import java.util.stream.Collectors;

/// What the page of one cluster shows.
public record ClusterPage(
        String name, Standing standing, List<TopologyNode> roots, List<EventLine> events, String standbys) {

    public record Standing(String name, Health health, String term, String phase, List<String> issues) {}

    static ClusterPage of(ClusterNow now) {
        ClusterStatus status = StatusReport.of(now);
        return new ClusterPage(
                status.cluster().name(), standing(status), TopologyNode.tree(status), events(now), standbys(status));
    }

    static Standing standing(ClusterStatus status) {
        return new Standing(
                status.cluster().name(),
                Health.of(status.health()),
                status.standing().term().toString(),
                status.standing().phase(),
                status.standing().issues());
    }

    static List<EventLine> events(ClusterNow now) {
        return now.picture().recent().stream()
                .map(event -> EventLine.of(event, now))
                .toList();
    }

    /// For the chart: `1=n1 2=n2`, every node that is or may become a standby.
    private static String standbys(ClusterStatus status) {
        return status.nodes().stream()
                .filter(node -> node.role() != Role.WITNESS)
                .map(ClusterPage::entry)
                .collect(Collectors.joining("\n"));
    }

    private static String entry(NodeStatus node) {
        return node.node() + "=" + node.profile().name();
    }
}

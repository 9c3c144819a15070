package io.pgbaton.monitor.web;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.monitor.diagnose.StatusReport;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.List;
import java.util.Optional;

/// One cluster at a glance. Two cards that are equal look the same.
public record Card(String name, Health health, Reign reign, List<Standby> standbys, int hiddenStandbys, Sparkline lag) {

    private static final int STANDBYS_SHOWN = 4;

    /// `trouble` is the primary's status when it does not run well, `issue` the first of what is wrong; else empty.
    public record Reign(String primary, String trouble, String term, String issue, int moreIssues) {}

    public record Standby(NodeStanding node, String lag) {}

    static Card of(ClusterNow now) {
        ClusterStatus status = StatusReport.of(now);
        List<String> issues = status.standing().issues();
        List<Standby> standbys = status.nodes().stream()
                .filter(node -> node.role() != Role.PRIMARY)
                .map(Card::standby)
                .toList();
        Reign reign = new Reign(
                primary(status).map(NodeStanding::name).orElse("no primary"),
                primary(status)
                        .filter(node -> !node.tone().equals("good"))
                        .map(NodeStanding::word)
                        .orElse(""),
                status.standing().term().toString(),
                issues.isEmpty() ? "" : issues.getFirst(),
                Math.max(0, issues.size() - 1));
        return new Card(
                status.cluster().name(),
                Health.of(status.health()),
                reign,
                standbys.stream().limit(STANDBYS_SHOWN).toList(),
                Math.max(0, standbys.size() - STANDBYS_SHOWN),
                Sparkline.of(now.picture().trail()));
    }

    private static Standby standby(NodeStatus node) {
        NodeStanding standing = NodeStanding.of(node);
        return new Standby(standing, standing.tone().equals("good") ? NodeStanding.lagBytes(node) : standing.word());
    }

    private static Optional<NodeStanding> primary(ClusterStatus status) {
        NodeId primary = status.primary();
        return status.nodes().stream()
                .filter(node -> node.node().equals(primary))
                .map(NodeStanding::of)
                .findFirst();
    }
}

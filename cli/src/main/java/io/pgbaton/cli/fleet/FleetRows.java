package io.pgbaton.cli.fleet;

import io.pgbaton.cli.cluster.ClusterIssues;
import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.output.Colour;
import io.pgbaton.cli.output.Table;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// `fleet show` as rows: a cluster each.
final class FleetRows {

    /// What the rows are sorted by. The worst comes first, and clusters that are alike by their name.
    @SuppressWarnings("ImmutableEnumChecker") // comparators of values have no state
    enum Order {
        HEALTH(Comparator.comparing(ClusterStatus::health).reversed()),
        LAG(Comparator.comparing(FleetRows::worstLag).reversed()),
        TERM(Comparator.comparing((ClusterStatus cluster) -> cluster.standing().term())
                .reversed()),
        NAME(Comparator.comparing(cluster -> cluster.cluster().name()));

        private final Comparator<ClusterStatus> comparator;

        Order(Comparator<ClusterStatus> comparator) {
            this.comparator =
                    comparator.thenComparing(cluster -> cluster.cluster().name());
        }

        List<ClusterStatus> sorted(List<ClusterStatus> clusters) {
            return clusters.stream().sorted(comparator).toList();
        }
    }

    private FleetRows() {}

    static Table table(List<ClusterStatus> clusters) {
        Table table = new Table("Cluster", "Health", "Primary", "Standbys", "Term", "Worst lag", "Issue");
        clusters.forEach(cluster -> table.row(colour(cluster.health()), cells(cluster)));
        return table;
    }

    /// `cluster,health,primary node_id,running standbys,standbys,term,worst lag in bytes`; -1 for what is unknown.
    static String csv(ClusterStatus cluster) {
        return String.join(
                ",",
                cluster.cluster().name(),
                word(cluster.health()),
                Objects.toString(cluster.primary(), "-1"),
                Long.toString(running(cluster)),
                Long.toString(standbys(cluster)),
                cluster.standing().term().toString(),
                Long.toString(worstLag(cluster)));
    }

    private static List<String> cells(ClusterStatus cluster) {
        long lag = worstLag(cluster);
        List<String> issues = ClusterIssues.of(cluster);
        String more = issues.size() > 1 ? " (and " + (issues.size() - 1) + " more)" : "";
        return List.of(
                cluster.cluster().name(),
                word(cluster.health()),
                primary(cluster).orElse("none"),
                running(cluster) + " of " + standbys(cluster),
                cluster.standing().term().toString(),
                lag < 0 ? "?" : Amounts.bytes(lag),
                issues.isEmpty() ? "" : issues.getFirst() + more);
    }

    private static String word(ClusterStatus.Health health) {
        return health.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Optional<String> primary(ClusterStatus cluster) {
        return cluster.nodes().stream()
                .filter(node -> node.node().equals(cluster.primary()))
                .findFirst()
                .map(node -> node.profile().name());
    }

    private static long standbys(ClusterStatus cluster) {
        return cluster.nodes().stream().filter(FleetRows::isStandby).count();
    }

    private static long running(ClusterStatus cluster) {
        return cluster.nodes().stream()
                .filter(FleetRows::isStandby)
                .filter(node -> node.reported().state() == ServerState.RUNNING
                        && node.status().startsWith(" "))
                .count();
    }

    private static boolean isStandby(NodeStatus node) {
        return node.role() == Role.STANDBY;
    }

    /// Bytes; -1 when no standby has said.
    private static long worstLag(ClusterStatus cluster) {
        return cluster.nodes().stream()
                .filter(FleetRows::isStandby)
                .flatMap(node -> Optional.ofNullable(node.reported().position()).stream())
                .flatMap(position -> Optional.ofNullable(position.lagBytes()).stream())
                .max(Comparator.naturalOrder())
                .orElse(-1L);
    }

    private static Colour colour(ClusterStatus.Health health) {
        return switch (health) {
            case OK -> Colour.GOOD;
            case DEGRADED, FAILING_OVER -> Colour.WARNING;
            case DOWN, HALTED -> Colour.BAD;
        };
    }
}

package io.pgbaton.cli.fleet;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.contracts.fleet.ClusterStatus;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which clusters are meant, and in which order.
final class FleetSelection {

    @Option(names = "--sick", description = "only clusters that are not ok")
    private boolean sick;

    @Option(names = "--name", paramLabel = "PATTERN", description = "only clusters with such a name; * is any text")
    private @Nullable String name;

    @Option(
            names = "--sort",
            paramLabel = "BY",
            description = "${COMPLETION-CANDIDATES}: the worst first (default: HEALTH)")
    private FleetRows.Order order = FleetRows.Order.HEALTH;

    @Option(names = "--limit", paramLabel = "N", description = "the first N lines (default: all)")
    private @Nullable Integer limit;

    List<ClusterStatus> meant(List<ClusterStatus> fleet) {
        return fleet.stream().filter(this::isMeant).toList();
    }

    List<ClusterStatus> shown(List<ClusterStatus> meant) {
        if (limit != null && limit < 1) {
            throw CommandFailed.badConfig("--limit " + limit + " is out of range: it is 1 or more");
        }
        return order.sorted(meant).stream()
                .limit(limit == null ? Long.MAX_VALUE : limit)
                .toList();
    }

    private boolean isMeant(ClusterStatus cluster) {
        boolean named =
                name == null || pattern(name).matcher(cluster.cluster().name()).matches();
        return named && !(sick && isOk(cluster));
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(
                Arrays.stream(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    static boolean isOk(ClusterStatus cluster) {
        return cluster.health() == ClusterStatus.Health.OK;
    }

    static String counted(List<ClusterStatus> clusters) {
        long ok = clusters.stream().filter(FleetSelection::isOk).count();
        return clusters.size() + (clusters.size() == 1 ? " cluster, " : " clusters, ") + ok + " ok, "
                + (clusters.size() - ok) + " not";
    }
}

package io.pgbaton.fleet.demo;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.write.Acknowledged;
import io.pgbaton.fleet.write.Survivors;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Compares what the client was told with what every node has in the end.
final class Losses {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SHOWN = 10;

    /// Within this a standby that streams has received what was acknowledged, on one machine.
    private static final Duration TIME_TO_RECEIVE = Duration.ofMillis(250);

    private final Fleet fleet;
    private final ClusterPlan cluster;
    private final List<Acknowledged> acknowledged;

    Losses(Fleet fleet, ClusterPlan cluster, List<Acknowledged> acknowledged) {
        this.fleet = fleet;
        this.cluster = cluster;
        this.acknowledged = acknowledged;
    }

    /// `blows` are the instants of the kills on the monotonic clock, in order; the last one took a whole host.
    DemoReport.Rows after(List<Long> blows) {
        NodePlan primary = fleet.servers()
                .primaryOf(cluster)
                .orElseThrow(() -> new FleetException("cluster " + cluster.name() + " has no primary at the end"));
        List<Acknowledged> lost = on(primary);
        Map<String, Long> missingOn = new LinkedHashMap<>();
        for (NodePlan node : cluster.nodes()) {
            // a standby gets the time to replay what it has received
            Deadline.in(PATIENCE).await(() -> on(node).size() == lost.size());
            missingOn.put(node.name(), (long) on(node).size());
        }
        long withHost = lost.stream()
                .filter(row -> blowAfter(row, blows) == blows.size() - 1)
                .count();
        long inTime = lost.stream()
                .filter(row -> blows.getLast() - row.atNanos() > TIME_TO_RECEIVE.toNanos())
                .filter(row -> blowAfter(row, blows) == blows.size() - 1)
                .count();
        return new DemoReport.Rows(
                acknowledged.size(),
                lost.size() - withHost,
                new DemoReport.WithHost(withHost, inTime),
                missingOn,
                lost.stream().limit(SHOWN).map(row -> shown(row, blows)).toList());
    }

    private List<Acknowledged> on(NodePlan node) {
        return Survivors.on(node, fleet.servers()).lost(acknowledged);
    }

    private static DemoReport.LostRow shown(Acknowledged row, List<Long> blows) {
        int blow = blowAfter(row, blows);
        long before = blow < blows.size() ? (blows.get(blow) - row.atNanos()) / 1_000_000 : -1;
        return new DemoReport.LostRow(row.id(), row.node(), before);
    }

    /// The index of the first kill after `row` was acknowledged. A row acknowledged by the dying server itself may
    /// come a moment after the kill was begun.
    private static int blowAfter(Acknowledged row, List<Long> blows) {
        long margin = Duration.ofMillis(500).toNanos();
        int index = 0;
        while (index < blows.size() && row.atNanos() - blows.get(index) > margin) {
            index++;
        }
        return index;
    }
}

package io.pgbaton.monitor.live;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.monitor.diagnose.StatusReport;
import io.pgbaton.monitor.fleet.ClusterNow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What all watchers of one beat share: its number, the events since the last one, and each cluster's status,
/// worked out when somebody first asks.
public final class Moment {

    private final long number;
    private final LiveFleet fleet;
    private final List<ClusterEvent> events;
    private final Map<ClusterId, Optional<ClusterStatus>> statuses = new HashMap<>();

    Moment(long number, LiveFleet fleet, List<ClusterEvent> events) {
        this.number = number;
        this.fleet = fleet;
        this.events = List.copyOf(events);
    }

    public long number() {
        return number;
    }

    public List<ClusterEvent> events() {
        return events;
    }

    public List<ClusterId> clusters() {
        return fleet.names();
    }

    public Optional<ClusterNow> now(ClusterId cluster) {
        return fleet.now(cluster);
    }

    public Optional<ClusterStatus> status(ClusterId cluster) {
        return statuses.computeIfAbsent(cluster, name -> fleet.now(name).map(StatusReport::of));
    }
}

package io.pgbaton.monitor.fleet;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/// Every cluster's picture, by name. Readers see each cluster whole: a fold replaces its picture at once.
public final class FleetPicture {

    private final ConcurrentNavigableMap<ClusterId, ClusterPicture> clusters = new ConcurrentSkipListMap<>();

    /// `heard` is when the report was said, by the reader's own clock.
    public void fold(Report report, Instant heard) {
        switch (report) {
            case Heartbeat heartbeat -> change(report.cluster(), picture -> picture.with(heartbeat, heard));
            case NodeDescribed described -> change(report.cluster(), picture -> picture.with(described));
            case FreezeAnswer _, Marker _ -> {
                // between agents and the failover service: says nothing about how a node is
            }
        }
    }

    public void fold(ClusterView view) {
        change(view.cluster(), picture -> picture.with(view));
    }

    public void fold(ClusterEvent event) {
        change(event.cluster(), picture -> picture.with(event));
    }

    /// Notes how far the worst standby of each cluster is behind, for the sparklines.
    public void noteLag(Instant asOf) {
        clusters.keySet()
                .forEach(cluster -> change(
                        cluster, picture -> picture.withLag(picture.at(asOf).worstLagBytes())));
    }

    public List<ClusterId> names() {
        return List.copyOf(clusters.keySet());
    }

    public Optional<ClusterNow> at(ClusterId cluster, Instant asOf) {
        return Optional.ofNullable(clusters.get(cluster)).map(picture -> picture.at(asOf));
    }

    public List<ClusterNow> at(Instant asOf) {
        return clusters.values().stream().map(picture -> picture.at(asOf)).toList();
    }

    private void change(ClusterId cluster, UnaryOperator<ClusterPicture> fold) {
        clusters.compute(cluster, (name, known) -> fold.apply(known == null ? ClusterPicture.unknown(name) : known));
    }
}

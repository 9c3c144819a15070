package io.pgbaton.monitor.live;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.monitor.diagnose.StatusReport;
import io.pgbaton.monitor.fleet.BusClock;
import io.pgbaton.monitor.fleet.ClusterNow;
import io.pgbaton.monitor.fleet.EventFilter;
import io.pgbaton.monitor.fleet.FleetPicture;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The fleet's picture with a clock to look at it, and the place where new events are heard.
@ApplicationScoped
public class LiveFleet {

    private final Clock clock = new SteadyClock();
    private final FleetPicture picture = new FleetPicture();
    private final BusClock busClock = new BusClock();
    private final List<Consumer<ClusterEvent>> listeners = new CopyOnWriteArrayList<>();

    /// By the one thread that reads heartbeats.
    public void fold(Report report, Instant stamped) {
        picture.fold(report, busClock.heard(stamped, clock.instant()));
    }

    public void fold(ClusterView view) {
        picture.fold(view);
    }

    public void fold(ClusterEvent event) {
        picture.fold(event);
        listeners.forEach(listener -> listener.accept(event));
    }

    public void onEvent(Consumer<ClusterEvent> listener) {
        listeners.add(listener);
    }

    void noteLag() {
        picture.noteLag(clock.instant());
    }

    public Instant instant() {
        return clock.instant();
    }

    public List<ClusterId> names() {
        return picture.names();
    }

    public List<ClusterNow> now() {
        return picture.at(clock.instant());
    }

    public Optional<ClusterNow> now(ClusterId cluster) {
        return picture.at(cluster, clock.instant());
    }

    public Optional<ClusterStatus> status(ClusterId cluster) {
        return now(cluster).map(StatusReport::of);
    }

    /// The newest events in memory, newest first.
    public List<ClusterEvent> events(EventFilter filter) {
        List<ClusterNow> looked =
                filter.cluster().map(cluster -> now(cluster).stream().toList()).orElseGet(this::now);
        return looked.stream()
                .flatMap(now -> now.picture().recent().stream())
                .filter(filter::matches)
                .sorted(Comparator.comparing(ClusterEvent::at).reversed())
                .limit(filter.limit())
                .toList();
    }
}

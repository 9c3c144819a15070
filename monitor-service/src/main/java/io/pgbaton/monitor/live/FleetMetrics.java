package io.pgbaton.monitor.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What Prometheus sees of the fleet. Gauges read the picture when they are scraped.
@ApplicationScoped
class FleetMetrics {

    private static final int LOOK_EVERY_BEATS = 4;

    private final LiveFleet fleet;
    private final MeterRegistry metrics;
    private final Instant started;
    private final Set<ClusterId> clusters = new HashSet<>();
    private final Set<String> nodes = new HashSet<>();

    FleetMetrics(LiveFleet fleet, MeterRegistry metrics) {
        this.fleet = fleet;
        this.metrics = metrics;
        this.started = fleet.instant();
    }

    void begin(@Observes StartupEvent startup, Pulse pulse) {
        fleet.onEvent(this::count);
        pulse.follow(this::registerNewcomers);
        Gauge.builder("pgbaton.fleet.clusters", () -> fleet.names().size())
                .description("Clusters in the picture")
                .register(metrics);
        Gauge.builder("pgbaton.stream.clients", pulse, Pulse::followers)
                .description("Followers of the live picture, pages and programs")
                .register(metrics);
    }

    private void registerNewcomers(Moment moment) {
        if (moment.number() % LOOK_EVERY_BEATS != 0) {
            return;
        }
        for (ClusterId cluster : moment.clusters()) {
            if (clusters.add(cluster)) {
                register(cluster);
            }
            moment.now(cluster)
                    .ifPresent(now -> now.nodes().forEach(node -> {
                        if (nodes.add(cluster + "/" + node)) {
                            register(cluster, node);
                        }
                    }));
        }
    }

    private void register(ClusterId cluster) {
        Gauge.builder(
                        "pgbaton.cluster.writers",
                        () -> fleet.now(cluster)
                                .map(now -> now.writers().size())
                                .orElse(0))
                .description("Nodes of the cluster that say they accept writes; must never be above 1")
                .tag("cluster", cluster.name())
                .register(metrics);
        failovers(cluster);
    }

    private void register(ClusterId cluster, NodeId node) {
        Tags tags = Tags.of("cluster", cluster.name(), "node", node.toString());
        Gauge.builder("pgbaton.node.lag", () -> lag(cluster, node))
                .description("Bytes of the primary's log that the standby has not replayed")
                .baseUnit("bytes")
                .tags(tags)
                .register(metrics);
        Gauge.builder("pgbaton.heartbeat.age", () -> age(cluster, node))
                .description("Time since the node was heard")
                .baseUnit("seconds")
                .tags(tags)
                .register(metrics);
    }

    private double lag(ClusterId cluster, NodeId node) {
        return fleet.now(cluster)
                .map(now -> now.lagBytes(node))
                .filter(lag -> lag.isPresent())
                .map(lag -> (double) lag.getAsLong())
                .orElse(Double.NaN);
    }

    private double age(ClusterId cluster, NodeId node) {
        return fleet.now(cluster)
                .map(now -> now.node(node).ageMillis(now.asOf()))
                .filter(millis -> millis >= 0)
                .map(millis -> millis / 1_000.0)
                .orElse(Double.NaN);
    }

    /// Those of before the start are in the history; a counter begins with its process.
    private void count(ClusterEvent event) {
        boolean failover = event.knownKind().equals(Optional.of(EventKind.FAILOVER_PROMOTE));
        if (failover && !event.at().isBefore(started)) {
            failovers(event.cluster()).increment();
        }
    }

    private Counter failovers(ClusterId cluster) {
        return Counter.builder("pgbaton.failovers")
                .description("Failovers seen since the start")
                .tag("cluster", cluster.name())
                .register(metrics);
    }
}

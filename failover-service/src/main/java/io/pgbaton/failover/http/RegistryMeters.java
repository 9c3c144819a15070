package io.pgbaton.failover.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.failover.kafka.FailoverThread;
import io.pgbaton.failover.run.FleetRun;
import io.pgbaton.failover.run.Meters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The run's numbers, for Prometheus.
final class RegistryMeters implements Meters {

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    /// What a failover takes, in order; its event says when each was over, counted from the first sign.
    private static final List<String> PHASES = List.of("detected", "frozen", "decided", "promoted");

    private final MeterRegistry registry;
    private final Timer decisions;
    private final Timer takeovers;
    private final Counter dropped;
    private final Counter refused;

    RegistryMeters(MeterRegistry registry) {
        this.registry = registry;
        this.decisions = Timer.builder("pgbaton.failover.decision")
                .description("from the reading of what led to a decision to the end of its transaction")
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        this.takeovers = Timer.builder("pgbaton.failover.takeover")
                .description("from a partition's assignment to the first moment decisions can be taken for it")
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
        this.refused = Counter.builder("pgbaton.failover.decisions.refused")
                .description("views in the log that were not based on the one in force")
                .register(registry);
        this.dropped = Counter.builder("pgbaton.failover.transactions.failed")
                .description("transactions that were not stored, or perhaps not")
                .register(registry);
    }

    private static Optional<String> resultOf(EventKind kind) {
        return switch (kind) {
            case FAILOVER_PROMOTE -> Optional.of("promoted");
            case FAILOVER_ABORTED -> Optional.of("aborted");
            case FAILOVER_REFUSED -> Optional.of("refused");
            case FAILOVER_HALTED -> Optional.of("halted");
            case PROMOTE_ERROR -> Optional.of("promotion_failed");
            case STANDBY_SWITCHOVER -> Optional.of("switched_over");
            default -> Optional.empty();
        };
    }

    void watch(FailoverThread thread) {
        Gauge.builder(
                        "pgbaton.failover.clusters",
                        thread,
                        watched -> watched.fleet().map(FleetRun::size).orElse(0))
                .description("clusters known to this service")
                .register(registry);
        Gauge.builder(
                        "pgbaton.failover.partitions.owned",
                        thread,
                        watched -> watched.ownership().deciding().size())
                .description("partitions this instance decides for")
                .register(registry);
        FunctionCounter.builder(
                        "pgbaton.failover.records.malformed",
                        thread,
                        watched -> watched.reader().malformed())
                .description("records on the bus that could not be read")
                .register(registry);
        FunctionCounter.builder(
                        "pgbaton.failover.records.unknown",
                        thread,
                        watched -> watched.reader().unknown())
                .description("records of a kind this version does not know")
                .register(registry);
    }

    @Override
    public void decided(Duration latency) {
        decisions.record(latency);
    }

    @Override
    public void refused() {
        refused.increment();
    }

    @Override
    public void told(ClusterEvent event) {
        Optional<EventKind> kind = event.knownKind();
        kind.flatMap(RegistryMeters::resultOf)
                .ifPresent(result -> Counter.builder("pgbaton.failover.results")
                        .description("what failovers and switchovers ended in")
                        .tag("result", result)
                        .register(registry)
                        .increment());
        if (kind.filter(EventKind.FAILOVER_PROMOTE::equals).isPresent()) {
            phases(event.outcome().data());
        }
    }

    private void phases(Map<String, String> data) {
        long before = 0;
        for (String phase : PHASES) {
            String at = data.get(phase + "_ms");
            if (at != null) {
                long millis = Long.parseLong(at);
                Timer.builder("pgbaton.failover.phase")
                        .description("how long a phase of a failover took, from the end of the one before")
                        .tag("phase", phase)
                        .serviceLevelObjectives(BOUNDS)
                        .register(registry)
                        .record(Duration.ofMillis(Math.max(0, millis - before)));
                before = millis;
            }
        }
    }

    @Override
    public void tookOver(Duration took) {
        takeovers.record(took);
    }

    @Override
    public void dropped() {
        dropped.increment();
    }
}

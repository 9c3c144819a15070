package io.pgbaton.notifier.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.pgbaton.notifier.log.Backlog;
import io.pgbaton.notifier.log.DeliveryReader;
import io.pgbaton.notifier.log.Ledger;
import io.pgbaton.notifier.log.LogUnavailable;
import io.pgbaton.notifier.route.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// How things stand, for Prometheus. What stands in the log is asked for now and then, not at each scrape.
public final class Gauges {

    private final Desk desk;
    private final Clock clock;
    private final MultiGauge breakers;
    private volatile Backlog backlog = Backlog.NONE;

    public Gauges(MeterRegistry registry, Desk desk, Ledger ledger, Clock clock) {
        this.desk = desk;
        this.clock = clock;
        this.breakers = MultiGauge.builder("notifier.breaker.state")
                .description("0 closed, 1 about to be probed, 2 open")
                .register(registry);
        registry.gauge("notifier.backlog", Tags.of("place", "memory"), desk, Desk::size);
        registry.gauge("notifier.backlog", Tags.of("place", "log"), this, gauges -> gauges.backlog.pending());
        registry.gauge("notifier.retry.age.seconds", this, Gauges::oldestSeconds);
        registry.gauge("notifier.log.available", ledger, it -> it.isAvailable() ? 1 : 0);
        registry.gauge("notifier.log.lost.notes", ledger, Ledger::lost);
    }

    /// The age of the oldest delivery that is not made, wherever it waits.
    private double oldestSeconds() {
        Instant now = clock.instant();
        double here = desk.all().stream()
                .mapToDouble(parcel ->
                        Duration.between(parcel.progress().since(), now).toMillis() / 1000.0)
                .max()
                .orElse(0);
        return Math.max(here, backlog.oldestSeconds());
    }

    public void look(DeliveryReader log, Ledger ledger) {
        try {
            backlog = ledger.isAvailable() ? log.backlog() : backlog;
        } catch (LogUnavailable e) {
            // said by the ledger, which finds out at its next write; until then the last figure stands
            return;
        }
    }

    public void breakers(Collection<Target> targets) {
        List<MultiGauge.Row<?>> rows = List.copyOf(targets.stream()
                .map(target -> MultiGauge.Row.of(
                        Tags.of("target", target.toString()), () -> desk.level(target, clock.instant())))
                .toList());
        breakers.register(rows, true);
    }
}

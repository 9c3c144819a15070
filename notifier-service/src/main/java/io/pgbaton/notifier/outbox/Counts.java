package io.pgbaton.notifier.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.pgbaton.notifier.parcel.Parcel;
import java.time.Duration;

/// What has been done, for Prometheus. Labels are of low cardinality: kinds and results, never a text.
public final class Counts {

    private final MeterRegistry registry;

    public Counts(MeterRegistry registry) {
        this.registry = registry;
        // present from the start, so that an alert on their growth sees the first one
        buried();
        for (String result : new String[] {"known", "unknown-kind", "malformed"}) {
            events(result);
        }
    }

    /// One attempt: `result` is delivered, failed, refused or gone; dead when it was the last.
    void delivery(Parcel parcel, String result) {
        registry.counter(
                        "notifier.deliveries",
                        "target_kind",
                        parcel.delivery().target().kind().label(),
                        "result",
                        result)
                .increment();
    }

    /// From the event to its delivery.
    void latency(Parcel parcel, Duration sinceEvent) {
        Timer.builder("notifier.delivery.latency")
                .description("From when an event happened to when its receiver had it")
                .tag("target_kind", parcel.delivery().target().kind().label())
                .register(registry)
                .record(sinceEvent);
    }

    Counter buried() {
        return registry.counter("notifier.dead.letters");
    }

    /// Records read from `pgbaton.events`.
    public void event(String result) {
        events(result).increment();
    }

    private Counter events(String result) {
        return registry.counter("notifier.events", "result", result);
    }
}

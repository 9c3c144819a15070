package io.pgbaton.notifier.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;

/// The service's settings, `pgbaton.notifier.*` in its properties file.
@ConfigMapping(prefix = "pgbaton.notifier")
public interface NotifierConfig {

    /// Kafka's bootstrap servers; `pgbaton.bus` unless set.
    String bus();

    /// The subscriptions file.
    String subscriptions();

    /// The consumer group; all notifiers of one fleet share it.
    @WithDefault("pgbaton-notifier")
    String group();

    /// How this instance signs its claims in the delivery log; the same after a restart. A leading `auto` is
    /// the host's name.
    String instance();

    /// How old an event may be that is still notified when the service starts for the first time ever.
    @WithDefault("10m")
    Duration lookBack();

    /// How long one attempt may take.
    @WithDefault("15s")
    Duration timeout();

    /// How long ended deliveries stay in the log: as long as events stay on the bus.
    @WithDefault("30d")
    Duration keep();

    Retry retry();

    /// How many deliveries may be in memory while the history database is away (about 2 KiB each).
    @WithName("memory-limit")
    @WithDefault("5000")
    int memoryLimit();

    interface Retry {

        /// The waits before each attempt; after the last the delivery goes to the dead letters.
        @WithDefault("0s,5s,30s,2m,10m,30m,2h,6h,12h")
        List<Duration> waits();

        /// The share of a wait that chance may add, 0 to 1.
        @WithDefault("0.1")
        double jitter();

        /// How many deliveries to one receiver may be under way at once.
        @WithDefault("4")
        int perTarget();

        /// How many failures in a row make a receiver be left alone, and for how long at first; doubles up to 5m.
        @WithDefault("5")
        int breakerFailures();

        @WithDefault("15s")
        Duration breakerPause();

        /// How long an undelivered message holds back the later ones about its cluster to the same receiver.
        @WithDefault("2m")
        Duration holdBack();
    }
}

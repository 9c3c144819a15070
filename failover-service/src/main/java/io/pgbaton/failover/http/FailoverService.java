package io.pgbaton.failover.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.failover.decide.FailoverPolicy;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.decide.SynchronousRules;
import io.pgbaton.failover.kafka.FailoverThread;
import io.pgbaton.failover.kafka.KafkaSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Starts the deciding thread with the process and ends it with it.
@ApplicationScoped
class FailoverService {

    private final FailoverThread thread;
    private final FailoverPolicy policy;

    FailoverService(FailoverConfig config, MeterRegistry registry) {
        FailoverRules rules = rulesOf(config.failover());
        this.policy = new FailoverPolicy(rules);
        RegistryMeters meters = new RegistryMeters(registry);
        this.thread = new FailoverThread(
                new KafkaSettings(config.bus(), config.topics().partitions()),
                rules,
                meters,
                new FailoverThread.Origin(
                        InstantSource.system(), UUID.randomUUID().toString()));
        meters.watch(thread);
    }

    private static FailoverRules rulesOf(FailoverConfig.Failover config) {
        return new FailoverRules(
                config.lease(),
                config.drift(),
                new FailoverRules.Timeouts(
                        config.electionTimeout(),
                        config.promotionTimeout(),
                        config.switchoverTimeout(),
                        config.tailRescueTimeout()),
                ByteSize.parse("pgbaton.failover.maximum-lag", config.maximumLag()),
                new FailoverRules.Conduct(
                        config.minimumFailoverInterval(),
                        config.failoverWhenPrimaryGone(),
                        config.onServerCrash(),
                        synchronousRulesOf(config),
                        new FailoverRules.Handover(
                                config.switchoverArchiveReady(),
                                config.switchoverOldestTransaction(),
                                ByteSize.parse("pgbaton.failover.switchover-spare-wal", config.switchoverSpareWal()))));
    }

    private static SynchronousRules synchronousRulesOf(FailoverConfig.Failover config) {
        Map<ClusterId, SynchronousRules.Rule> own = new HashMap<>();
        config.clusters()
                .forEach((name, settings) -> own.put(
                        new ClusterId(name),
                        new SynchronousRules.Rule(
                                settings.synchronousMode().orElse(config.synchronousMode()),
                                settings.synchronousStandbys().orElse(config.synchronousStandbys()))));
        return new SynchronousRules(
                new SynchronousRules.Rule(config.synchronousMode(), config.synchronousStandbys()), own);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.close();
    }

    FailoverThread thread() {
        return thread;
    }

    FailoverPolicy policy() {
        return policy;
    }
}

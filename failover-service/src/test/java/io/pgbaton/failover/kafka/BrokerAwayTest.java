package io.pgbaton.failover.kafka;

import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.run.Meters;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills its own broker and starts it again on the same port.
class BrokerAwayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final FailoverRules RULES = new FailoverRules(
            Duration.ofSeconds(3),
            0.01,
            new FailoverRules.Timeouts(
                    Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(2)),
            16 << 20);

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    private static boolean isSteady(BusProbe bus, int primary) {
        return bus.lastView()
                .map(Decision.ViewChanged::view)
                .filter(view -> view.phase() instanceof Phase.Steady)
                .filter(view -> view.isPrimary(new NodeId(primary)))
                .filter(view -> view.members().stream()
                                .filter(ClusterView.Member::electable)
                                .count()
                        >= 2)
                .isPresent();
    }

    private static FailoverThread service(KafkaSettings settings) {
        Meters none = new Meters() {
            @Override
            public void decided(Duration latency) {}

            @Override
            public void dropped() {}
        };
        return new FailoverThread(settings, RULES, none, new FailoverThread.Origin(InstantSource.system(), "here"));
    }

    @Test
    void aBrokerThatWasAwayFailsNobodyOverAndAFailoverWorksAfterwards(@TempDir Path folder) {
        try (KafkaBroker broker = KafkaBroker.startIn(folder.resolve("broker"))) {
            KafkaSettings settings = new KafkaSettings(broker.bootstrapServers(), 2);
            try (FailoverThread service = service(settings);
                    BusProbe bus = new BusProbe(settings)) {
                service.start();
                until(service::isReady);
                bus.start();
                ScriptedAgent first = bus.agent(1);
                ScriptedAgent second = bus.agent(2);
                second.upstream = first.node;
                bus.ask(new Request(
                        new RequestId("r1"),
                        bus.cluster,
                        new Request.Asked("alice", Instant.now(), false),
                        new Request.RegisterPrimary(first.node)));
                until(() -> isSteady(bus, 1));

                broker.kill();
                // longer than a lease: whoever counted this as silence would have elected somebody
                await().atMost(PATIENCE).during(Duration.ofSeconds(8)).until(() -> !broker.isRunning());
                broker.start();
                await().atMost(PATIENCE)
                        .during(Duration.ofSeconds(8))
                        .until(() -> bus.decisions.stream().noneMatch(Decision.Freeze.class::isInstance));
                until(service::isReady);

                first.crash();
                until(() -> bus.lastView()
                        .filter(change -> change.view().isPrimary(second.node))
                        .isPresent());
            }
        }
    }
}

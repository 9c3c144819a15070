package io.pgbaton.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Severity;
import io.pgbaton.contracts.Topic;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.junit.RealPostgres;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.postgres.PostgresServer;
import io.pgbaton.fleet.postgres.StopMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole notifier on a real broker and a real database, with real receivers.
@RealKafka
@RealPostgres
class NotifierTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String cluster = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final ReceivingHook hook = new ReceivingHook();
    private final ReceivingMailbox mailbox = new ReceivingMailbox();

    @TempDir
    private Path folder;

    private KafkaBroker broker;
    private PostgresServer postgres;
    private Running notifier;

    @BeforeEach
    void startNotifier(KafkaBroker broker, PostgresServer postgres) {
        this.broker = broker;
        this.postgres = postgres;
        if (!postgres.isRunning()) {
            postgres.start();
        }
        notifier = notifier().start();
        awaitReady();
    }

    private Running notifier() {
        return new Running(broker, postgres.jdbcUrl(), folder, yaml("*"));
    }

    private String yaml(String events) {
        return """
                smtp: {host: 127.0.0.1, port: %d, tls: disabled, from: pgbaton@example.com}
                subscriptions:
                  - name: everything
                    match: {clusters: [%s], events: ["%s"]}
                    to:
                      - email: dba@example.com
                      - webhook: %s
                        name: hook-%s
                        secret: ${env:HOOK_SECRET}
                        allow-private: true
                """.formatted(mailbox.port(), cluster, events, hook.url(), cluster);
    }

    private void awaitReady() {
        await().atMost(PATIENCE).until(notifier::isReady);
    }

    @AfterEach
    void stopAll() {
        notifier.close();
        hook.close();
        mailbox.close();
    }

    /// None while the database or its tables are not there.
    private long logged(String state) {
        if (postgres.query("SELECT to_regclass('notifier.deliveries')").isEmpty()) {
            return 0;
        }
        return Long.parseLong(postgres.query("SELECT count(*) FROM notifier.deliveries WHERE cluster = '" + cluster
                + "' AND state = '" + state + "'"));
    }

    @Test
    void anEventIsMailedPostedAndRecorded() {
        notifier.publish(Events.failover(cluster));

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(mailbox.messages()).hasSize(1);
            assertThat(hook.received()).hasSize(1);
        });
        assertThat(hook.received().getFirst().isSignedWith(ReceivingHook.SECRET))
                .isTrue();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(logged("delivered")).isEqualTo(2));
        assertThat(notifier.metric("notifier.deliveries", "target_kind", "mail", "result", "delivered"))
                .isEqualTo(1);
    }

    @Test
    void aReceiverThatFailsFirstSeesTheSameIdEachTime() {
        hook.failFirst(3, 500);
        mailbox.rejectNext(2, 450);

        notifier.publish(Events.failover(cluster));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(logged("delivered")).isEqualTo(2));
        assertThat(hook.ids()).hasSize(4).containsOnly(hook.ids().getFirst());
        assertThat(mailbox.messages()).hasSize(1);
        assertThat(postgres.query("SELECT string_agg(a.result, ',' ORDER BY number) FROM notifier.attempts a"
                        + " JOIN notifier.deliveries d ON d.id = a.delivery_id"
                        + " WHERE d.target_kind = 'webhook' AND d.cluster = '" + cluster + "'"))
                .isEqualTo("failed,failed,failed,delivered");
    }

    @Test
    void nothingIsLostWhenTheNotifierRestartsWhileTheReceiverIsDown() {
        hook.behave(_ -> ReceivingHook.Answer.of(503));
        notifier.publish(Events.failover(cluster), Events.of(EventKind.NODE_REJOIN, cluster, "n1 is back"));
        await().atMost(PATIENCE)
                .until(() -> !hook.received().isEmpty() && mailbox.messages().size() == 2);
        String first = hook.ids().getFirst();

        notifier.stop();
        notifier.publish(Events.of(EventKind.STANDBY_FOLLOW, cluster, "n3 follows n2"));
        int before = hook.received().size();
        hook.behave(_ -> ReceivingHook.Answer.of(200));
        notifier.start();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(logged("delivered")).isEqualTo(6));
        List<String> after = hook.ids().subList(before, hook.ids().size());
        assertThat(after).hasSize(3).doesNotHaveDuplicates();
        assertThat(after.getFirst()).isEqualTo(first);
        assertThat(mailbox.ids()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aFailoverIsToldWhileTheDatabaseIsAwayAndRecordedAfterwards() {
        postgres.stop(StopMode.IMMEDIATE);
        notifier.publish(Events.failover(cluster));

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(mailbox.messages()).hasSize(1);
            assertThat(hook.received()).hasSize(1);
        });

        postgres.start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(logged("delivered")).isEqualTo(2));
        assertThat(hook.received()).hasSize(1);
    }

    @Test
    void aDatabaseThatHangsHoldsNoFailoverBack() {
        postgres.pause();
        try {
            notifier.publish(Events.failover(cluster));
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(mailbox.messages()).hasSize(1);
                assertThat(hook.received()).hasSize(1);
            });
        } finally {
            postgres.resume();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(logged("delivered")).isEqualTo(2));
    }

    @Test
    void whatIsUndeliveredWhileTheDatabaseIsAwayComesAgainAfterARestart() {
        hook.behave(_ -> ReceivingHook.Answer.of(500));
        postgres.stop(StopMode.IMMEDIATE);
        notifier.publish(Events.failover(cluster));
        await().atMost(PATIENCE)
                .until(() -> mailbox.messages().size() == 1 && !hook.received().isEmpty());

        notifier.stop();
        hook.behave(_ -> ReceivingHook.Answer.of(200));
        int before = hook.received().size();
        notifier.start();

        // the event's mail may come twice, since nobody could write down that it was sent; under the same id
        await().atMost(PATIENCE).until(() -> hook.received().size() > before);
        assertThat(hook.ids()).containsOnly(hook.ids().getFirst());
        assertThat(mailbox.ids()).containsOnly(mailbox.ids().getFirst());
        postgres.start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(logged("delivered")).isEqualTo(2));
    }

    @Test
    void aFullMemoryLeavesTheRestOnTheBusUntilTheDatabaseIsBack() {
        notifier.stop();
        notifier.with("memory-limit", "10")
                .with("retry.waits", "0s,1s,3s,3s,3s,3s,3s,3s,3s,3s,3s,3s")
                .start();
        hook.behave(_ -> ReceivingHook.Answer.of(500));
        postgres.stop(StopMode.IMMEDIATE);

        notifier.publish(IntStream.range(0, 40)
                .mapToObj(i -> Events.of(EventKind.SERVER_UP, cluster, "number " + i))
                .toArray(ClusterEvent[]::new));
        await().atMost(PATIENCE).until(() -> notifier.metric("notifier.reader.holding") == 1);
        assertThat(notifier.metric("notifier.backlog", "place", "memory")).isLessThanOrEqualTo(12);

        hook.behave(_ -> ReceivingHook.Answer.of(200));
        postgres.start();
        await().atMost(PATIENCE.multipliedBy(2))
                .untilAsserted(() -> assertThat(logged("delivered")).isEqualTo(80));
        assertThat(notifier.metric("notifier.reader.holding")).isZero();
    }

    @Test
    void recordsThatAreNoEventsArePassedOverAndUnknownKindsAreTold() {
        notifier.publish(cluster, "not json".getBytes(StandardCharsets.UTF_8));
        notifier.publish(cluster, "{\"id\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        notifier.publish(Events.ofKind("moon_eclipsed", Severity.WARNING, cluster));

        await().atMost(PATIENCE).until(() -> mailbox.messages().size() == 1);
        assertThat(ReceivingMailbox.header(mailbox.messages().getFirst(), "Subject"))
                .contains("moon eclipsed: something new");
        assertThat(notifier.metric("notifier.events", "result", "malformed")).isGreaterThanOrEqualTo(2);
        assertThat(notifier.isAlive()).isTrue();
    }

    @Test
    void aRefusedDeliveryGoesToTheDeadLettersAndTheOthersAreTold() {
        hook.behave(_ -> ReceivingHook.Answer.of(403));
        notifier.publish(Events.failover(cluster));

        // the mailbox hears of the failover, and that the hook did not
        await().atMost(PATIENCE).until(() -> mailbox.messages().size() == 2);
        assertThat(ReceivingMailbox.header(mailbox.messages().getLast(), "Subject"))
                .contains("NOT NOTIFIED");
        assertThat(notifier.read(Topic.DEAD_LETTERS, cluster))
                .singleElement()
                .asString()
                .contains("HTTP 403", "webhook:hook-" + cluster, "failover_promote");
        assertThat(hook.received()).hasSize(1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(logged("dead")).isEqualTo(1));
    }

    @Test
    void receiversThatAreAllDeadReportEachOtherOnceAndNoMore() {
        hook.behave(_ -> ReceivingHook.Answer.of(400));
        mailbox.rejectNext(1000, 550);
        notifier.publish(Events.failover(cluster));

        // two for the failover, and one for each report to the other
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(logged("dead")).isEqualTo(4));
        await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> logged("dead") == 4);
        assertThat(notifier.read(Topic.EVENTS, cluster)).hasSize(3);
    }

    @Test
    void anEndpointThatIsGoneGetsNothingMore() {
        hook.behave(_ -> ReceivingHook.Answer.of(410));
        notifier.publish(Events.failover(cluster));
        await().atMost(PATIENCE).until(() -> logged("dead") == 1);

        notifier.publish(Events.of(EventKind.NODE_REJOIN, cluster, "n1 is back"));

        await().atMost(PATIENCE).until(() -> logged("dead") == 2);
        assertThat(hook.received()).hasSize(1);
        assertThat(postgres.query(
                        "SELECT why FROM notifier.disabled_endpoints WHERE target = 'webhook:hook-" + cluster + "'"))
                .isEqualTo("HTTP 410");
    }

    @Test
    void aReceiverThatAsksForAPauseGetsIt() {
        hook.behave(_ -> hook.received().size() == 1
                ? new ReceivingHook.Answer(429, Map.of("Retry-After", "3"))
                : ReceivingHook.Answer.of(200));
        long begun = System.nanoTime();
        notifier.publish(Events.failover(cluster), Events.of(EventKind.NODE_REJOIN, cluster, "n1 is back"));

        await().atMost(PATIENCE).until(() -> hook.received().size() == 3);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        assertThat(hook.ids().get(0))
                .isEqualTo(hook.ids().get(1))
                .isNotEqualTo(hook.ids().get(2));
    }

    @Test
    void aClustersEventsComeInTheirOrder() {
        hook.failFirst(2, 500);
        notifier.publish(IntStream.range(0, 20)
                .mapToObj(i -> Events.of(EventKind.SERVER_UP, cluster, "number <" + i + ">"))
                .toArray(ClusterEvent[]::new));

        await().atMost(PATIENCE).until(() -> hook.received().size() == 22);
        List<ReceivingHook.Received> accepted = hook.received().subList(2, 22);
        for (int i = 0; i < accepted.size(); i++) {
            assertThat(accepted.get(i).body()).contains("number <" + i + ">");
        }
    }

    @Test
    void aChangedFileIsUsedAndABrokenOneIsNot() {
        notifier.subscribe("subscriptions: [{name: broken, to: nowhere}]");
        notifier.publish(Events.failover(cluster));
        await().atMost(PATIENCE).until(() -> mailbox.messages().size() == 1);

        notifier.subscribe(yaml("node_*"));
        await().atMost(PATIENCE).until(() -> {
            int before = mailbox.messages().size();
            notifier.publish(Events.of(EventKind.SERVER_UP, cluster, "n1 answers"));
            notifier.publish(Events.of(EventKind.NODE_REJOIN, cluster, "n1 is back"));
            await().atMost(PATIENCE)
                    .until(() -> mailbox.messages().size() > before
                            && ReceivingMailbox.header(mailbox.messages().getLast(), "Subject")
                                    .contains("rejoin"));
            return mailbox.messages().size() == before + 1;
        });
    }
}

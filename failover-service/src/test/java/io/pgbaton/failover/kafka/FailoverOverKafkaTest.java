package io.pgbaton.failover.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Topic;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.run.Meters;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealKafka
class FailoverOverKafkaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final FailoverRules RULES = new FailoverRules(
            Duration.ofSeconds(2),
            0.01,
            new FailoverRules.Timeouts(
                    Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(2)),
            16 << 20);

    private final List<Duration> latencies = new CopyOnWriteArrayList<>();
    private final KafkaSettings settings;
    private FailoverThread service;
    private BusProbe bus;

    FailoverOverKafkaTest(KafkaBroker broker) {
        this.settings = new KafkaSettings(broker.bootstrapServers(), 4);
        this.service = newService();
        this.bus = new BusProbe(settings);
    }

    private FailoverThread newService() {
        Meters meters = new Meters() {
            @Override
            public void decided(Duration latency) {
                latencies.add(latency);
            }

            @Override
            public void dropped() {}
        };
        return new FailoverThread(
                settings,
                RULES,
                meters,
                new FailoverThread.Origin(
                        InstantSource.system(), UUID.randomUUID().toString()));
    }

    @BeforeEach
    void start() {
        service.start();
        until(service::isReady);
        bus.start();
    }

    @AfterEach
    void stop() {
        bus.close();
        service.close();
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    private Request wish(Request.Wish wish) {
        return new Request(
                new RequestId(UUID.randomUUID().toString()),
                bus.cluster,
                new Request.Asked("alice", Instant.now(), false),
                wish);
    }

    private boolean isSteady(int primary) {
        return bus.lastView()
                .map(Decision.ViewChanged::view)
                .filter(view -> view.phase() instanceof Phase.Steady)
                .filter(view -> view.isPrimary(new NodeId(primary)))
                .isPresent();
    }

    private long electable() {
        return bus.lastView().stream()
                .map(Decision.ViewChanged::view)
                .flatMap(view -> view.members().stream())
                .filter(ClusterView.Member::electable)
                .count();
    }

    /// Node 1 is primary, 2 and 3 are electable standbys.
    private List<ScriptedAgent> threeNodes() {
        List<ScriptedAgent> agents = List.of(bus.agent(1), bus.agent(2), bus.agent(3));
        agents.get(1).upstream = new NodeId(1);
        agents.get(2).upstream = new NodeId(1);
        bus.ask(wish(new Request.RegisterPrimary(new NodeId(1))));
        until(() -> isSteady(1) && electable() == 3);
        return agents;
    }

    @Test
    void aReleaseIsAnsweredByAPromotionWithinMilliseconds() {
        List<ScriptedAgent> agents = threeNodes();
        agents.get(1).lsn += 4096;
        agents.get(0).crash();
        bus.send(agents.get(0).beat());

        until(() -> isSteady(2));
        assertThat(bus.hasEvent("failover_started")).isTrue();
        until(() -> bus.hasEvent("failover_promote"));
        agents.get(0).startAsStandby();
        until(() -> agents.get(0).upstream != null && agents.get(2).upstream != null);
        assertThat(agents)
                .filteredOn(ScriptedAgent::isPrimary)
                .extracting(agent -> agent.node.value())
                .containsExactly(2);
        until(() -> bus.events.stream().anyMatch(event -> event.outcome().data().containsKey("promoted_ms")));
        latencies.sort(null);
        System.out.println("decision latencies: "
                + latencies.stream().map(Duration::toMillis).toList() + " ms; "
                + bus.events.stream()
                        .filter(event -> event.subject().kind().equals("failover_promote"))
                        .map(event -> event.outcome().toString())
                        .toList());
    }

    @Test
    void aSilentPrimaryIsReplacedOnlyAfterItsLeaseAndTheBarrier() {
        List<ScriptedAgent> agents = threeNodes();
        agents.get(0).silent = true;
        long silentSince = System.nanoTime();

        until(() -> isSteady(2));
        Duration took = Duration.ofNanos(System.nanoTime() - silentSince);
        assertThat(took).isGreaterThan(RULES.lease().minusMillis(100));
        until(() -> bus.hasEvent("failover_promote"));
    }

    @Test
    void aPrimaryThatStandbysStillHearIsKept() {
        List<ScriptedAgent> agents = threeNodes();
        agents.get(1).hearsPrimary = true;
        agents.get(2).hearsPrimary = true;
        agents.get(0).silent = true;

        until(() -> bus.hasEvent("primary_agent_unreachable"));
        agents.get(0).silent = false;
        until(() -> bus.hasEvent("failover_aborted") && isSteady(1));
        assertThat(bus.lastView().orElseThrow().term().value()).isEqualTo(2);
        assertThat(bus.hasEvent("failover_promote")).isFalse();
    }

    @Test
    void aServiceThatRestartsInAnElectionCompletesIt() {
        List<ScriptedAgent> agents = threeNodes();
        agents.get(1).silent = true;
        agents.get(2).silent = true;
        agents.get(0).crash();
        until(() -> bus.lastView()
                .filter(change -> change.view().phase() instanceof Phase.Freezing)
                .isPresent());
        service.close();

        service = newService();
        service.start();
        until(service::isReady);
        agents.get(1).silent = false;
        agents.get(2).silent = false;
        until(() -> isSteady(2) || isSteady(3));
    }

    @Test
    void aServiceThatRestartsInAPromotionCompletesIt() {
        List<ScriptedAgent> agents = threeNodes();
        agents.get(1).lsn += 4096;
        agents.get(1).promotes = false;
        agents.get(0).crash();
        bus.send(agents.get(0).beat());
        until(() -> bus.lastView()
                .filter(change -> change.view().phase() instanceof Phase.Promoting)
                .isPresent());
        service.close();

        service = newService();
        service.start();
        until(service::isReady);
        agents.get(1).promotes = true;
        until(() -> isSteady(2));
    }

    @Test
    void aSwitchoverEndsInAnAnswerToItsRequest() {
        List<ScriptedAgent> agents = threeNodes();
        Request request = wish(new Request.Switchover(new NodeId(3)));
        bus.ask(request);

        until(() -> isSteady(3));
        until(() -> service.ledger()
                .status(request.id())
                .filter(status -> status.state() == RequestStatus.State.DONE)
                .isPresent());
        until(() -> agents.get(0).upstream != null);
        bus.ask(request);
        Request impossible = wish(new Request.Switchover(new NodeId(3)));
        bus.ask(impossible);
        until(() -> service.ledger()
                .status(impossible.id())
                .filter(status -> status.state() == RequestStatus.State.REFUSED)
                .isPresent());
        assertThat(isSteady(3)).isTrue();
    }

    @Test
    void malformedAndUnknownRecordsArePassedOver() {
        for (Topic topic : List.of(Topic.HEARTBEATS, Topic.DECISIONS, Topic.REQUESTS, Topic.EVENTS)) {
            bus.send(topic, "not json".getBytes(StandardCharsets.UTF_8));
            bus.send(topic, "{\"type\":\"from-the-future\"}".getBytes(StandardCharsets.UTF_8));
            bus.send(topic, "{}".getBytes(StandardCharsets.UTF_8));
        }
        threeNodes();
        assertThat(service.reader().malformed()).isGreaterThanOrEqualTo(8);
        assertThat(service.reader().unknown()).isGreaterThanOrEqualTo(2);
        assertThat(service.isReady()).isTrue();
    }

    @Test
    void allTopicsAreThereWithTheirSettings() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(settings.admin())) {
            for (Topic topic : Topic.values()) {
                assertThat(admin.describeTopics(List.of(topic.topicName()))
                                .allTopicNames()
                                .get()
                                .values())
                        .allSatisfy(description ->
                                assertThat(description.partitions()).hasSize(4));
            }
        }
    }

    @Test
    void aNodeOfAnotherSystemIsRefusedOnce() {
        threeNodes();
        ScriptedAgent stranger = bus.agent(4);
        stranger.system = new SystemId("42");
        stranger.state = ServerState.RUNNING;
        until(() -> bus.events.stream()
                .anyMatch(event -> Reason.SYSTEM_ID_MISMATCH
                        .name()
                        .equals(event.outcome().data().get("reason"))));
        assertThat(bus.lastView().orElseThrow().view().member(new NodeId(4))).isEmpty();
    }
}

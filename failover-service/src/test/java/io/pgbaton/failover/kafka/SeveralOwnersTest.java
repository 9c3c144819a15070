package io.pgbaton.failover.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.run.Journal;
import io.pgbaton.failover.run.Meters;
import io.pgbaton.failover.script.ScriptedAgent;
import io.pgbaton.fleet.junit.RealKafka;
import io.pgbaton.fleet.kafka.KafkaBroker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two instances on one bus (rules O1 to O4).
@RealKafka
class SeveralOwnersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final FailoverRules RULES = new FailoverRules(
            Duration.ofSeconds(2),
            0.01,
            new FailoverRules.Timeouts(
                    Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(2)),
            16 << 20);

    private final KafkaSettings settings;
    private final List<FailoverThread> services = new ArrayList<>();
    private final BusProbe bus;

    SeveralOwnersTest(KafkaBroker broker) {
        this.settings = new KafkaSettings(broker.bootstrapServers(), 4);
        this.bus = new BusProbe(settings);
    }

    private FailoverThread newService() {
        Meters none = new Meters() {
            @Override
            public void decided(Duration latency) {}

            @Override
            public void dropped() {}
        };
        FailoverThread service = new FailoverThread(
                settings,
                RULES,
                none,
                new FailoverThread.Origin(
                        InstantSource.system(), UUID.randomUUID().toString()));
        services.add(service);
        service.start();
        return service;
    }

    @BeforeEach
    void start() {
        newService();
        newService();
        until(() -> services.stream().allMatch(FailoverThread::isReady)
                && services.stream()
                        .noneMatch(service -> service.ownership().deciding().isEmpty()));
        bus.start();
    }

    @AfterEach
    void stop() {
        bus.close();
        services.forEach(FailoverThread::close);
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    private FailoverThread owner() {
        return services.stream()
                .filter(service -> service.owns(bus.cluster))
                .findFirst()
                .orElseThrow();
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

    private boolean isIn(Class<? extends Phase> phase) {
        return bus.lastView()
                .filter(change -> phase.isInstance(change.view().phase()))
                .isPresent();
    }

    private long electable() {
        return bus.lastView().stream()
                .map(Decision.ViewChanged::view)
                .flatMap(view -> view.members().stream())
                .filter(ClusterView.Member::electable)
                .count();
    }

    private List<ScriptedAgent> threeNodes() {
        List<ScriptedAgent> agents = List.of(bus.agent(1), bus.agent(2), bus.agent(3));
        agents.get(1).upstream = new NodeId(1);
        agents.get(2).upstream = new NodeId(1);
        bus.ask(wish(new Request.RegisterPrimary(new NodeId(1))));
        until(() -> isSteady(1) && electable() == 3);
        return agents;
    }

    /// The owner of the cluster ends; the other one has to own everything.
    private void loseTheOwner() {
        FailoverThread lost = owner();
        services.remove(lost);
        lost.close();
    }

    @Test
    void everyPartitionHasOneOwner() {
        assertThat(services.stream().flatMap(service -> service.ownership().deciding().stream()))
                .containsExactlyInAnyOrder(0, 1, 2, 3);
        FailoverThread third = newService();
        until(() -> services.stream().allMatch(FailoverThread::isReady)
                && third.ownership().deciding().size() == 1);
        assertThat(services.stream().flatMap(service -> service.ownership().deciding().stream()))
                .containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void anElectionIsCompletedByAnotherInstance() {
        List<ScriptedAgent> agents = threeNodes();
        agents.get(1).silent = true;
        agents.get(2).silent = true;
        agents.get(0).crash();
        until(() -> isIn(Phase.Freezing.class));
        loseTheOwner();
        agents.get(1).silent = false;
        agents.get(2).silent = false;
        until(() -> isSteady(2) || isSteady(3));
    }

    @Test
    void aPromotionIsCompletedByAnotherInstance() {
        List<ScriptedAgent> agents = threeNodes();
        agents.get(1).lsn += 4096;
        agents.get(1).promotes = false;
        agents.get(0).crash();
        until(() -> isIn(Phase.Promoting.class));
        loseTheOwner();
        agents.get(1).promotes = true;
        until(() -> isSteady(2));
    }

    @Test
    void aSwitchoverIsCompletedByAnotherInstanceAndAnsweredByIt() {
        List<ScriptedAgent> agents = threeNodes();
        agents.get(0).stubborn = true;
        Request request = wish(new Request.Switchover(new NodeId(3)));
        bus.ask(request);
        until(() -> isIn(Phase.Stopping.class));
        loseTheOwner();
        agents.get(0).stubborn = false;
        until(() -> isSteady(3));
        until(() -> services.getFirst()
                .ledger()
                .status(request.id())
                .filter(status -> status.state() == RequestStatus.State.DONE)
                .isPresent());
    }

    @Test
    void everyInstanceAnswersForARequestWhicheverDecides() {
        threeNodes();
        Request request = wish(new Request.Switchover(new NodeId(2)));
        bus.ask(request);
        until(() -> isSteady(2));
        until(() -> services.stream()
                .allMatch(service -> service.ledger()
                        .status(request.id())
                        .filter(status -> status.state() == RequestStatus.State.DONE)
                        .isPresent()));
    }

    @Test
    void whoWasOwnerBeforeWritesNothingAnyMore() throws InterruptedException {
        threeNodes();
        int partition = owner().ownership().deciding().getFirst();
        PartitionWriter zombie = new PartitionWriter(settings, partition);
        PartitionWriter owner = new PartitionWriter(settings, partition);
        zombie.open(new Patience(settings.bootstrapServers()));
        owner.open(new Patience(settings.bootstrapServers()));
        Decision late =
                new Decision.Freeze(bus.cluster, 1, bus.lastView().orElseThrow().term(), true);
        List<Journal.Entry> batch = List.of(new Journal.Entry(List.of(late), List.of()));
        assertThat(zombie.write(batch, new Patience(settings.bootstrapServers())))
                .isEmpty();
        assertThat(zombie.isFenced()).isTrue();
        assertThat(bus.decisions).doesNotContain(late);
        owner.close();
        zombie.close();
    }

    @Test
    void anOwnerThatIsFencedByAnAccidentTakesOverAnew() throws InterruptedException {
        List<ScriptedAgent> agents = threeNodes();
        for (int partition : owner().ownership().deciding()) {
            PartitionWriter late = new PartitionWriter(settings, partition);
            late.open(new Patience(settings.bootstrapServers()));
            late.close();
        }
        agents.get(0).crash();
        until(() -> isSteady(2) || isSteady(3));
    }
}

package io.pgbaton.failover.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Readiness;
import io.pgbaton.contracts.Request;
import io.pgbaton.failover.script.World;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a switchover looks at before anything is stopped, how poolers hold their clients, and switchovers for
/// later.
class HandoverTest {

    private static final NodeId N2 = new NodeId(2);
    private static final Readiness.Spare PLENTY = new Readiness.Spare(8, 8, 1L << 40);
    private static final Duration MORE_THAN_PATIENCE = Duration.ofSeconds(20);

    private final World world = World.ofNodes(3);

    private void say(int node, Readiness readiness) {
        world.get(node).readiness = readiness;
        world.get(node).describe().ifPresent(world::read);
    }

    private String refusal() {
        return world.last(EventKind.REQUEST_REFUSED).outcome().details();
    }

    private boolean isHandedOver() {
        return world.runUntil(() -> world.isSteady(2), MORE_THAN_PATIENCE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            129 | 0 | 0     | 129 segments of n1 wait to be archived, more than 128
            0   | 2 | 0     | n1 has 2 prepared transactions
            0   | 0 | 61000 | a transaction on n1 is open for 61 s
            """)
    void whatMakesItCostlyIsRefusedUnlessItIsForced(long archive, int prepared, long oldest, String words) {
        say(1, new Readiness(archive, prepared, oldest, PLENTY));
        world.ask(new Request.Switchover(N2));
        world.run(MORE_THAN_PATIENCE);
        assertThat(refusal()).contains(words).contains("--force does it nevertheless");
        assertThat(world.isSteady(1)).isTrue();

        world.ask(new Request.Switchover(N2, true, null));
        assertThat(isHandedOver()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | 8 | 1000000000 | n2 has 1 free WAL senders for 2 standbys: raise max_wal_senders
            8 | 1 | 1000000000 | n2 has 1 free replication slots for 2 standbys: raise max_replication_slots
            8 | 8 | 1000       | n2 has 1000 bytes left for its log
            """)
    void whoLacksWhatANewPrimaryNeedsIsNotChosen(int senders, int slots, long bytes, String words) {
        say(2, new Readiness(null, 0, 0, new Readiness.Spare(senders, slots, bytes)));
        world.ask(new Request.Switchover(N2));
        world.run(MORE_THAN_PATIENCE);
        assertThat(refusal()).contains(words);
        assertThat(world.isSteady(1)).isTrue();
        assertThat(world.logged(Decision.Fence.class)).isEmpty();
    }

    @Test
    void itBeginsByItselfWhenWhatStoodInItsWayIsOver() {
        say(1, new Readiness(null, 0, 61_000, PLENTY));
        world.ask(new Request.Switchover(N2));
        world.run(Duration.ofSeconds(5));
        assertThat(world.isSteady(1)).isTrue();
        say(1, new Readiness(null, 0, 0, PLENTY));
        assertThat(isHandedOver()).isTrue();
    }

    private void drive(int node) {
        world.get(node).pooler = true;
        world.get(node).describe().ifPresent(world::read);
    }

    @Test
    void thePrimaryIsStoppedWhenThePoolersHoldTheirClients() {
        drive(1);
        drive(3);
        world.ask(new Request.Switchover(N2));
        world.run(Duration.ofMillis(200));
        assertThat(world.phase()).isInstanceOf(Phase.Stopping.class);
        assertThat(world.logged(Decision.Fence.class)).isEmpty();

        world.get(1).describe().ifPresent(world::read);
        world.run(Duration.ofMillis(200));
        assertThat(world.logged(Decision.Fence.class)).isEmpty();
        world.get(3).describe().ifPresent(world::read);
        assertThat(isHandedOver()).isTrue();
    }

    @Test
    void aPoolerThatCannotHoldEndsItAndNothingWasStopped() {
        drive(3);
        world.get(3).poolerStuck = true;
        world.ask(new Request.Switchover(N2));
        world.run(Duration.ofSeconds(8));

        assertThat(world.isSteady(1)).isTrue();
        assertThat(world.logged(Decision.Fence.class)).isEmpty();
        assertThat(world.last(EventKind.REQUEST_FAILED).outcome().details())
                .contains("the PgBouncer of n3 still has transactions open after 5 s")
                .contains("n1 goes on as primary");
    }

    @Test
    void aPoolerWhoseAgentIsGoneIsNotWaitedFor() {
        drive(3);
        world.get(3).poolerStuck = true;
        world.get(3).silent = true;
        world.run(Duration.ofSeconds(5));
        world.ask(new Request.Switchover(N2));
        assertThat(isHandedOver()).isTrue();
    }

    @Test
    void oneForLaterBeginsWhenItIsDueAlsoAfterARestart() {
        Instant at = world.now().plusSeconds(60);
        world.ask(new Request.Switchover(N2, null, at));
        world.run(Duration.ofSeconds(20));
        assertThat(world.isSteady(1)).isTrue();
        assertThat(world.view().policy().standingOrders().plannedSwitchover()).isPresent();

        world.restartService();
        assertThat(world.runUntil(() -> world.isSteady(2), Duration.ofSeconds(60)))
                .isTrue();
        assertThat(world.now()).isAfterOrEqualTo(at);
        assertThat(world.view().policy().standingOrders().plannedSwitchover()).isEmpty();
    }

    @Test
    void oneForLaterCanBeTakenBackOrReplaced() {
        world.ask(new Request.CancelSwitchover());
        world.run(Duration.ofSeconds(1));
        assertThat(refusal()).contains("no switchover is planned");
        world.ask(new Request.Switchover(N2, null, world.now()));
        world.run(Duration.ofSeconds(1));
        assertThat(refusal()).contains("is over already");

        world.ask(new Request.Switchover(N2, null, world.now().plusSeconds(30)));
        world.run(Duration.ofSeconds(1));
        world.ask(new Request.CancelSwitchover());
        world.run(Duration.ofSeconds(60));
        assertThat(world.isSteady(1)).isTrue();
        assertThat(world.last(EventKind.REQUEST_FAILED).outcome().details()).contains("alice cancelled");
    }

    @Test
    void oneThatNobodyCouldBeginInTimeDoesNotComeOutOfTheBlue() {
        world.ask(new Request.Switchover(N2, null, world.now().plusSeconds(30)));
        world.run(Duration.ofSeconds(1));
        world.pause(Duration.ofMinutes(10));
        world.run(Duration.ofSeconds(30));
        assertThat(world.isSteady(1)).isTrue();
        assertThat(world.last(EventKind.REQUEST_FAILED).outcome().details())
                .contains("does not happen: it could not begin within 5 minutes");
    }

    @Test
    void oneThatCannotBeginForMinutesIsGivenUp() {
        say(1, new Readiness(null, 0, 61_000, PLENTY));
        world.ask(new Request.Switchover(N2, null, world.now().plusSeconds(5)));
        world.run(Duration.ofMinutes(6));
        assertThat(world.isSteady(1)).isTrue();
        assertThat(world.last(EventKind.REQUEST_FAILED).outcome().details())
                .contains("does not happen: a transaction on n1 is open");
    }
}

package io.pgbaton.notifier.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.notifier.Events;
import io.pgbaton.notifier.deliver.Outcome;
import io.pgbaton.notifier.parcel.Attempt;
import io.pgbaton.notifier.parcel.Parcel;
import io.pgbaton.notifier.parcel.Place;
import io.pgbaton.notifier.parcel.Progress;
import io.pgbaton.notifier.route.Delivery;
import io.pgbaton.notifier.route.Target;
import io.pgbaton.notifier.schedule.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeskTest {

    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    private static final Target HOOK = Target.webhook("hook");
    private static final Target MAIL = Target.mail("dba@example.com");
    private static final Outcome FAILED = Outcome.Failed.because("HTTP 500");

    private final Desk desk =
            new Desk(Duration.ofMinutes(2), new Breaker.Rules(2, Duration.ofSeconds(10), Duration.ofMinutes(1)), 2);

    private static Parcel parcel(String cluster, Target to, long offset) {
        ClusterEvent event = Events.failover(cluster);
        return new Parcel(Delivery.of(event, "all", to), new Place(0, offset), Progress.fresh(NOW));
    }

    private Parcel added(String cluster, Target to, long offset) {
        Parcel parcel = parcel(cluster, to, offset);
        desk.add(parcel);
        return parcel;
    }

    private static Parcel failedUntil(Parcel parcel, Instant due) {
        return parcel.with(parcel.progress().tried(new Attempt(1, NOW, FAILED, Duration.ZERO), due));
    }

    @Test
    void aClustersDeliveriesToOneReceiverGoOneByOneInTheOrderOfTheEvents() {
        Parcel second = added("orders", HOOK, 2);
        Parcel first = added("orders", HOOK, 1);

        assertThat(desk.takeDue(NOW)).containsExactly(first);
        assertThat(desk.takeDue(NOW)).isEmpty();
        desk.done(first);
        assertThat(desk.takeDue(NOW)).containsExactly(second);
    }

    @Test
    void oneReceiverDoesNotHoldBackAnother() {
        Parcel stuck = added("orders", HOOK, 1);
        Parcel mail = added("orders", MAIL, 1);

        assertThat(desk.takeDue(NOW)).containsExactlyInAnyOrder(stuck, mail);
    }

    @Test
    void oneReceiverGetsNoMoreAtOnceThanItsWidth() {
        added("a", HOOK, 1);
        added("b", HOOK, 2);
        added("c", HOOK, 3);

        assertThat(desk.takeDue(NOW)).hasSize(2);
        assertThat(desk.takeDue(NOW)).isEmpty();
    }

    @Test
    void whatWaitsForItsNextAttemptHoldsBackThoseBehindItForAWhileOnly() {
        Parcel first = added("orders", HOOK, 1);
        Parcel second = added("orders", HOOK, 2);
        desk.takeDue(NOW);
        desk.back(failedUntil(first, NOW.plus(Duration.ofHours(1))));

        assertThat(desk.takeDue(NOW.plusSeconds(119))).isEmpty();
        assertThat(desk.takeDue(NOW.plusSeconds(120))).containsExactly(second);
    }

    @Test
    void aReceiverThatFailsAgainAndAgainIsLeftAloneThenProbedWithOne() {
        List<Parcel> parcels = List.of(added("a", HOOK, 1), added("b", HOOK, 2), added("c", HOOK, 3));
        for (Parcel parcel : desk.takeDue(NOW)) {
            desk.attempted(parcel, FAILED, NOW);
            desk.back(parcel);
        }

        assertThat(desk.isOpen(HOOK, NOW)).isTrue();
        assertThat(desk.takeDue(NOW.plusSeconds(9))).isEmpty();
        assertThat(desk.takeDue(NOW.plusSeconds(10))).hasSize(1).isSubsetOf(parcels);
        assertThat(desk.takeDue(NOW.plusSeconds(10))).isEmpty();
    }

    @Test
    void theSameDeliveryIsHereOnce() {
        Parcel parcel = added("orders", HOOK, 1);

        assertThat(desk.add(parcel)).isFalse();
        assertThat(desk.size()).isEqualTo(1);
    }

    @Test
    void whatIsUnderWayIsNotWithdrawn() {
        Parcel first = added("orders", HOOK, 1);
        Parcel second = added("orders", HOOK, 2);
        desk.takeDue(NOW);

        assertThat(desk.withdraw(HOOK)).containsExactly(second);
        assertThat(desk.all()).containsExactly(first);
    }
}

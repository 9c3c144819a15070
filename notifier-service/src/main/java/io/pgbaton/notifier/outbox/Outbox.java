package io.pgbaton.notifier.outbox;

import io.pgbaton.notifier.log.Ledger;
import io.pgbaton.notifier.parcel.Parcel;
import io.pgbaton.notifier.parcel.Place;
import io.pgbaton.notifier.parcel.Progress;
import io.pgbaton.notifier.route.Delivery;
import io.pgbaton.notifier.route.Routing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Takes events in and has their deliveries on the desk or in the log before their offsets may be committed. With
/// the log away the desk alone holds them, as many as fit; then the bus keeps the rest.
public final class Outbox {

    /// What is due within this is kept in hand; what is due later waits in the log.
    static final Duration HORIZON = Duration.ofMinutes(2);

    private final Supplier<Routing> routing;
    private final Ledger ledger;
    private final Desk desk;
    private final Bookmarks bookmarks;
    private final Limits limits;

    /// True while the log may hold parcels that are older than those that arrive: those must not overtake them.
    private boolean behind = true;

    public Outbox(Supplier<Routing> routing, Ledger ledger, Desk desk, Bookmarks bookmarks, Limits limits) {
        this.routing = routing;
        this.ledger = ledger;
        this.desk = desk;
        this.bookmarks = bookmarks;
        this.limits = limits;
    }

    /// How many parcels may be in memory.
    public record Limits(int desk, Clock clock) {

        /// Half is left for what arrives while the log is away.
        int claimed() {
            return desk / 2;
        }
    }

    /// Takes the first of these in, as many as there is room for; returns how many.
    public synchronized int accept(List<Arrival> arrivals) {
        List<Parcel> here = new ArrayList<>();
        List<Parcel> anywhere = new ArrayList<>();
        Instant now = limits.clock.instant();
        for (Arrival arrival : arrivals) {
            for (Parcel parcel : parcels(arrival, now)) {
                boolean mine = !behind
                        && desk.size() + here.size() < limits.claimed()
                        && desk.isClosed(parcel.delivery().target(), now);
                (mine ? here : anywhere).add(parcel);
            }
        }
        boolean nothing = here.isEmpty() && anywhere.isEmpty();
        if (nothing || ledger.open(here, anywhere)) {
            behind |= !anywhere.isEmpty();
            here.forEach(desk::add);
            arrivals.forEach(arrival -> bookmarks.read(arrival.place(), Set.of()));
            return arrivals.size();
        }
        return hold(arrivals, now);
    }

    private int hold(List<Arrival> arrivals, Instant now) {
        int held = 0;
        for (Arrival arrival : arrivals) {
            if (desk.size() >= limits.desk) {
                break;
            }
            List<Parcel> parcels = parcels(arrival, now);
            bookmarks.read(arrival.place(), parcels.stream().map(Parcel::id).collect(Collectors.toSet()));
            parcels.forEach(desk::add);
            held++;
        }
        return held;
    }

    private List<Parcel> parcels(Arrival arrival, Instant now) {
        return arrival.event().map(routing.get()::deliveries).orElse(List.of()).stream()
                .map(delivery -> parcel(delivery, arrival.place(), now))
                .toList();
    }

    private static Parcel parcel(Delivery delivery, Place place, Instant now) {
        return new Parcel(delivery, place, Progress.fresh(now));
    }

    /// Records what was taken in while the log was away, and takes from the log what is due.
    public synchronized void sweep() {
        record();
        Instant now = limits.clock.instant();
        int room = limits.claimed() - desk.size();
        if (room <= 0) {
            behind = true;
            return;
        }
        List<Parcel> claimed = ledger.claim(room, now.plus(HORIZON), desk.open(now));
        claimed.forEach(desk::add);
        behind = claimed.size() == room || !ledger.isAvailable();
    }

    private void record() {
        List<Parcel> unrecorded = desk.all().stream()
                .filter(parcel -> bookmarks.isOpen(parcel.place(), parcel.id()))
                .toList();
        if (!unrecorded.isEmpty() && ledger.open(unrecorded, List.of())) {
            unrecorded.forEach(parcel -> bookmarks.settled(parcel.place(), parcel.id()));
        }
    }
}

package io.pgbaton.notifier.outbox;

import io.pgbaton.notifier.deliver.Outcome;
import io.pgbaton.notifier.parcel.Parcel;
import io.pgbaton.notifier.route.Lane;
import io.pgbaton.notifier.route.Target;
import io.pgbaton.notifier.schedule.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The parcels this instance has in hand, in lanes: per cluster and receiver one at a time, in the order of the
/// events. A parcel that cannot be delivered holds back those behind it for `patience`; then they may pass, or one
/// message that a receiver chokes on would keep a failover's from it.
public final class Desk {

    private static final Comparator<Parcel> IN_ORDER =
            Comparator.<Parcel>comparingLong(parcel -> parcel.place().offset()).thenComparing(Parcel::id);
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);
    private static final Duration SHORTEST_NAP = Duration.ofMillis(50);

    private final Duration patience;
    private final Gates gates;
    private final Map<String, Parcel> parcels = new HashMap<>();
    private final Map<Lane, TreeSet<Parcel>> lanes = new LinkedHashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final Semaphore changes = new Semaphore(0);

    /// `width` is how many deliveries to one receiver may be under way at once.
    public Desk(Duration patience, Breaker.Rules rules, int width) {
        this.patience = patience;
        this.gates = new Gates(rules, width);
    }

    /// False when it is here already.
    synchronized boolean add(Parcel parcel) {
        if (parcels.containsKey(parcel.id())) {
            return false;
        }
        put(parcel);
        wake();
        return true;
    }

    /// What may be tried now; marked as under way.
    synchronized List<Parcel> takeDue(Instant now) {
        List<Parcel> due = new ArrayList<>();
        for (Map.Entry<Lane, TreeSet<Parcel>> lane : lanes.entrySet()) {
            Target target = lane.getKey().target();
            Optional<Parcel> next = next(lane.getValue(), now);
            if (next.isPresent() && gates.lets(target, now)) {
                gates.entered(target);
                underWay.add(next.get().id());
                due.add(next.get());
            }
        }
        return due;
    }

    private Optional<Parcel> next(Iterable<Parcel> lane, Instant now) {
        for (Parcel parcel : lane) {
            if (underWay.contains(parcel.id())) {
                return Optional.empty();
            }
            if (parcel.isDue(now)) {
                return Optional.of(parcel);
            }
            if (Duration.between(parcel.progress().since(), now).compareTo(patience) < 0) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// The receiver has answered, or has not.
    synchronized void attempted(Parcel parcel, Outcome outcome, Instant now) {
        gates.judge(parcel.delivery().target(), outcome, now);
    }

    /// Nothing more is to be done here.
    synchronized void done(Parcel parcel) {
        leave(parcel);
        remove(parcel);
        wake();
    }

    /// To be tried again when it is due.
    synchronized void back(Parcel parcel) {
        leave(parcel);
        remove(parcel);
        put(parcel);
        wake();
    }

    /// Takes away everything that waits for a receiver, unless it is under way.
    synchronized List<Parcel> withdraw(Target target) {
        List<Parcel> waiting = parcels.values().stream()
                .filter(parcel -> parcel.delivery().target().equals(target) && !underWay.contains(parcel.id()))
                .toList();
        waiting.forEach(this::remove);
        return waiting;
    }

    /// Until something comes or goes, or the next parcel is due.
    void awaitWork(Instant now) throws InterruptedException {
        if (changes.tryAcquire(nap(now).toMillis(), TimeUnit.MILLISECONDS)) {
            changes.drainPermits();
        }
    }

    public synchronized List<Parcel> all() {
        return List.copyOf(parcels.values());
    }

    public synchronized int size() {
        return parcels.size();
    }

    synchronized int busy() {
        return underWay.size();
    }

    synchronized boolean isOpen(Target target, Instant now) {
        return gates.isOpen(target, now);
    }

    synchronized boolean isClosed(Target target, Instant now) {
        return gates.isClosed(target, now);
    }

    synchronized Set<Target> open(Instant now) {
        return gates.open(now);
    }

    synchronized int level(Target target, Instant now) {
        return gates.level(target, now);
    }

    private synchronized Duration nap(Instant now) {
        Duration nap = LONGEST_NAP;
        for (Parcel parcel : parcels.values()) {
            Duration until = Duration.between(now, parcel.progress().due());
            nap = until.compareTo(nap) < 0 ? until : nap;
        }
        // what is due already waits for its lane or its gate: no need to spin
        return nap.compareTo(SHORTEST_NAP) < 0 ? SHORTEST_NAP : nap;
    }

    private void leave(Parcel parcel) {
        if (underWay.remove(parcel.id())) {
            gates.left(parcel.delivery().target());
        }
    }

    private void put(Parcel parcel) {
        parcels.put(parcel.id(), parcel);
        lanes.computeIfAbsent(parcel.delivery().lane(), _ -> new TreeSet<>(IN_ORDER))
                .add(parcel);
    }

    private void remove(Parcel parcel) {
        Lane lane = parcel.delivery().lane();
        TreeSet<Parcel> waiting = lanes.get(lane);
        if (parcels.remove(parcel.id()) != null && waiting != null) {
            waiting.remove(parcel);
            if (waiting.isEmpty()) {
                lanes.remove(lane);
            }
        }
    }

    private void wake() {
        changes.release();
    }
}

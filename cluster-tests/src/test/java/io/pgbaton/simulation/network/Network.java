package io.pgbaton.simulation.network;

import io.pgbaton.simulation.time.Chance;
import io.pgbaton.simulation.time.Scheduler;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Carries messages between places, in one direction at a time: a link may be cut one way only. A message is late,
/// lost or there twice by chance; two of them may overtake each other.
public final class Network {

    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000_000;

    private final Scheduler scheduler;
    private final Chance chance;
    private final Set<Link> cut = new HashSet<>();
    private final Map<Link, Long> slow = new HashMap<>();
    private int lossPercent;
    private long slowness;

    private record Link(String from, String to) {}

    public Network(Scheduler scheduler, Chance chance) {
        this.scheduler = scheduler;
        this.chance = chance;
    }

    public boolean carries(String from, String to) {
        return cut.isEmpty() || !cut.contains(new Link(from, to));
    }

    public void cut(String from, String to) {
        cut.add(new Link(from, to));
    }

    public void mend(String from, String to) {
        cut.remove(new Link(from, to));
    }

    /// Messages this way take up to `nanos` longer, each by itself; zero ends it.
    public void slow(String from, String to, long nanos) {
        if (nanos == 0) {
            slow.remove(new Link(from, to));
        } else {
            slow.put(new Link(from, to), nanos);
        }
    }

    public void heal() {
        cut.clear();
        slow.clear();
        lossPercent = 0;
        slowness = 0;
    }

    public void heal(String place) {
        cut.removeIf(link -> link.from().equals(place) || link.to().equals(place));
    }

    /// From now on `percent` of all messages get lost, and each takes up to `nanos` longer.
    public void disturb(int percent, long nanos) {
        lossPercent = percent;
        slowness = nanos;
    }

    public boolean isDisturbed() {
        return lossPercent > 0 || slowness > 0;
    }

    private long delay(String from, String to) {
        long base = chance.onceIn(40) ? chance.between(MILLIS, 30 * MILLIS) : chance.between(80 * MICROS, 900 * MICROS);
        long here = slow.isEmpty() ? 0 : slow.getOrDefault(new Link(from, to), 0L);
        long most = Math.max(here, slowness);
        return base + (most == 0 ? 0 : chance.between(0, most));
    }

    /// A datagram: perhaps it arrives, perhaps twice.
    public void send(String from, String to, Runnable arrive) {
        if (!carries(from, to) || isLost()) {
            return;
        }
        deliver(from, to, arrive);
        if (isDisturbed() && chance.onceIn(20)) {
            deliver(from, to, arrive);
        }
    }

    /// A message on a connection: once at most.
    public void sendOnce(String from, String to, Runnable arrive) {
        if (carries(from, to) && !isLost()) {
            deliver(from, to, arrive);
        }
    }

    /// A message within a stream of bytes: what gets lost is sent again, so it is only late; a cut link ends it.
    public void stream(String from, String to, Runnable arrive) {
        if (!carries(from, to)) {
            return;
        }
        if (isLost()) {
            scheduler.after(200 * MILLIS, () -> stream(from, to, arrive));
        } else {
            deliver(from, to, arrive);
        }
    }

    private boolean isLost() {
        return lossPercent > 0 && chance.percent(lossPercent);
    }

    private void deliver(String from, String to, Runnable arrive) {
        scheduler.after(delay(from, to), () -> {
            if (carries(from, to)) {
                arrive.run();
            }
        });
    }
}

package io.pgbaton.monitor.live;

import io.pgbaton.contracts.ClusterEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The beat of the live service: four times a second every watcher looks at the picture. One thread does it all, so
/// a watcher needs no locks and what it sends is in order.
@ApplicationScoped
public class Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final int BEAT_MILLIS = 250;
    private static final int EVENTS_BETWEEN_BEATS = 10_000;
    /// A sparkline of 60 points shows five minutes.
    private static final int LAG_EVERY_BEATS = 20;

    private final LiveFleet fleet;
    private final List<Consumer<Moment>> followers = new CopyOnWriteArrayList<>();
    private final Queue<ClusterEvent> happened = new ArrayBlockingQueue<>(EVENTS_BETWEEN_BEATS);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pulse").daemon().factory());
    /// Larger than any number an earlier run of the service gave: a client that comes back with one is behind.
    private long beat = System.currentTimeMillis();

    Pulse(LiveFleet fleet) {
        this.fleet = fleet;
    }

    void begin(@Observes StartupEvent started) {
        // a full queue drops events for the streams only: pages and clients read the list again when they reconnect
        fleet.onEvent(happened::offer);
        Future<?> _ = thread.scheduleWithFixedDelay(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    void end(@Observes ShutdownEvent stopping) {
        thread.shutdownNow();
    }

    /// `follower` is called at each beat until it is let go.
    public void follow(Consumer<Moment> follower) {
        followers.add(follower);
    }

    public void letGo(Consumer<Moment> follower) {
        followers.remove(follower);
    }

    public int followers() {
        return followers.size();
    }

    private void beat() {
        beat++;
        if (beat % LAG_EVERY_BEATS == 0) {
            fleet.noteLag();
        }
        Moment moment = new Moment(beat, fleet, drain());
        List<Consumer<Moment>> broken =
                followers.stream().filter(follower -> !shows(follower, moment)).toList();
        followers.removeAll(broken);
    }

    private static boolean shows(Consumer<Moment> follower, Moment moment) {
        try {
            follower.accept(moment);
            return true;
        } catch (RuntimeException e) {
            LOG.error("a stream failed and ends", e);
            return false;
        }
    }

    private List<ClusterEvent> drain() {
        List<ClusterEvent> events = new ArrayList<>();
        for (ClusterEvent event = happened.poll(); event != null; event = happened.poll()) {
            events.add(event);
        }
        return events;
    }
}

package io.pgbaton.agent.observe;

import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.ServerState;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks once an interval, says so when something changed, and has a heartbeat sent with what was seen.
public final class Prober implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

    private final Observer observer;
    private final Heart heart;
    private final Events events;
    private final Duration interval;
    private final Runnable changed;
    private final ChildNodes children = new ChildNodes();
    private ServerState told = ServerState.NO_DATA;

    public Prober(Observer observer, Heart heart, Events events, Duration interval, Runnable changed) {
        this.observer = observer;
        this.heart = heart;
        this.events = events;
        this.interval = interval;
        this.changed = changed;
    }

    @Override
    public void run() {
        long next = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            round();
            next = Math.max(next + interval.toNanos(), System.nanoTime());
            Pause.millis(Math.max(1, (next - System.nanoTime()) / 1_000_000));
        }
    }

    private void round() {
        try {
            Observation before = observer.last();
            Observation seen = observer.look();
            heart.beat();
            if (seen.differsFrom(before)) {
                changed.run();
            }
            tell(seen);
        } catch (RuntimeException e) {
            LOG.error("looking at the server failed: {}", e.toString());
        }
    }

    private void tell(Observation seen) {
        ServerState state = seen.state();
        boolean wasUp = told == ServerState.RUNNING;
        if (state == ServerState.RUNNING && !wasUp) {
            events.announce(EventKind.SERVER_UP, Events.Said.well("the server runs as " + seen.role()));
        } else if (wasUp && (state == ServerState.CRASHED || state == ServerState.HUNG)) {
            events.announce(
                    EventKind.SERVER_DOWN,
                    new Events.Said(
                            false,
                            "the server is " + state.name().toLowerCase(java.util.Locale.ROOT),
                            Map.of("state", state.name())));
        }
        told = state;
        children.compare(seen).forEach(child -> events.announce(child.kind(), Events.Said.well(child.details())));
    }
}

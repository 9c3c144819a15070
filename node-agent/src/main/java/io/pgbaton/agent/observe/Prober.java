package io.pgbaton.agent.observe;

import io.pgbaton.agent.postgres.Pause;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks once an interval, says so when something changed, and has a heartbeat sent with what was seen.
public final class Prober implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

    private final Observer observer;
    private final Heart heart;
    private final Teller teller;
    private final Duration interval;
    private final Runnable changed;

    public Prober(Observer observer, Heart heart, Teller teller, Duration interval, Runnable changed) {
        this.observer = observer;
        this.heart = heart;
        this.teller = teller;
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
            teller.tell(seen, System.nanoTime() / 1_000_000);
        } catch (RuntimeException e) {
            LOG.error("looking at the server failed: {}", e.toString());
        }
    }
}

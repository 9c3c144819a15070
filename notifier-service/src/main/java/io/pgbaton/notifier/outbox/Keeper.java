package io.pgbaton.notifier.outbox;

import io.pgbaton.notifier.log.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does once a second what nobody waits for: reaches for the log, takes due deliveries from it, and the chores.
public final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
    private static final Duration JOIN = Duration.ofSeconds(4);

    private final Ledger ledger;
    private final Outbox outbox;
    private final List<Chore> chores;
    private final Thread loop = Thread.ofPlatform().name("keeper").daemon().unstarted(this::run);
    private final CountDownLatch firstRound = new CountDownLatch(1);
    private volatile boolean open = true;

    public Keeper(Ledger ledger, Outbox outbox, List<Chore> chores) {
        this.ledger = ledger;
        this.outbox = outbox;
        this.chores = List.copyOf(chores);
    }

    /// Something to be done every so many rounds.
    public record Chore(int rounds, Runnable work) {}

    /// Starts, and waits a moment for the first look at the log: what it holds is older than anything the bus still
    /// has, and must not be overtaken by it. A log that is away is not waited for any longer.
    public void start() {
        loop.start();
        try {
            if (!firstRound.await(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the history database does not answer yet: beginning without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isAlive() {
        return loop.isAlive();
    }

    private void run() {
        for (long round = 0; open; round++) {
            attend(round);
            firstRound.countDown();
            try {
                Thread.sleep(ROUND);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void attend(long round) {
        try {
            if (!ledger.isAvailable()) {
                ledger.reconnect();
            }
            outbox.sweep();
            for (Chore chore : chores) {
                if (round % chore.rounds == 0) {
                    chore.work.run();
                }
            }
        } catch (RuntimeException e) {
            LOG.error("the keeper's round failed, going on with the next: {}", e, e);
        }
    }

    public void stop() throws InterruptedException {
        open = false;
        loop.join(JOIN);
        loop.interrupt();
    }
}

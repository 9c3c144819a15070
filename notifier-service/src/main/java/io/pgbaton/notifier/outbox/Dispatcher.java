package io.pgbaton.notifier.outbox;

import io.pgbaton.notifier.deliver.Outcome;
import io.pgbaton.notifier.deliver.Post;
import io.pgbaton.notifier.parcel.Attempt;
import io.pgbaton.notifier.parcel.Parcel;
import io.pgbaton.notifier.schedule.RetrySchedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what is due from the desk, has it delivered on virtual threads, and decides what follows from the outcome.
public final class Dispatcher {

    private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(5);
    private static final Duration JOIN = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Desk desk;
    private final Post post;
    private final Settlement settlement;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final ExecutorService attempts = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("delivery-", 0).factory());
    private final Thread loop = Thread.ofPlatform().name("dispatcher").daemon().unstarted(this::run);
    private volatile boolean open = true;

    public Dispatcher(Desk desk, Post post, Settlement settlement, RetrySchedule schedule, Clock clock) {
        this.desk = desk;
        this.post = post;
        this.settlement = settlement;
        this.schedule = schedule;
        this.clock = clock;
    }

    public void start() {
        loop.start();
    }

    public boolean isAlive() {
        return loop.isAlive();
    }

    private void run() {
        try {
            while (open) {
                for (Parcel parcel : desk.takeDue(clock.instant())) {
                    attempts.execute(() -> handle(parcel));
                }
                desk.awaitWork(clock.instant());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(Parcel parcel) {
        try {
            if (settlement.isOver(parcel)) {
                settlement.bury(parcel);
            } else {
                attempt(parcel);
            }
        } catch (InterruptedException e) {
            // the service stops: nothing is known of this attempt, the next run makes it again
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // a fault of ours in one delivery must neither stop the others nor keep its lane shut for ever
            LOG.error("delivery {} to {}: {}", parcel.id(), parcel.delivery().target(), e, e);
            conclude(parcel, Outcome.Failed.because("internal error: " + e), clock.instant(), System.nanoTime());
        }
    }

    private void attempt(Parcel parcel) throws InterruptedException {
        Instant at = clock.instant();
        long begun = System.nanoTime();
        conclude(parcel, post.deliver(parcel.delivery()), at, begun);
    }

    private void conclude(Parcel parcel, Outcome outcome, Instant at, long begun) {
        Instant now = clock.instant();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Attempt attempt = new Attempt(parcel.progress().attempts() + 1, at, outcome, took);
        desk.attempted(parcel, outcome, now);
        switch (outcome) {
            case Outcome.Delivered _ -> settlement.delivered(tried(parcel, attempt, now));
            case Outcome.Refused refused -> settlement.giveUp(tried(parcel, attempt, now), refused.reply());
            case Outcome.Gone gone -> settlement.gone(tried(parcel, attempt, now), gone.reply());
            case Outcome.Failed failed -> followUp(parcel, attempt, failed);
        }
    }

    private void followUp(Parcel parcel, Attempt attempt, Outcome.Failed failed) {
        Instant now = clock.instant();
        RetrySchedule.Failed so =
                new RetrySchedule.Failed(attempt.number(), parcel.progress().since(), failed.pause());
        switch (schedule.after(so, now, RandomGenerator.getDefault().nextDouble())) {
            case RetrySchedule.Again again -> settlement.again(tried(parcel, attempt, now.plus(again.in())));
            case RetrySchedule.Never never ->
                settlement.giveUp(tried(parcel, attempt, now), never.why() + "; last: " + failed.reply());
        }
    }

    private static Parcel tried(Parcel parcel, Attempt attempt, Instant due) {
        return parcel.with(parcel.progress().tried(attempt, due));
    }

    /// Takes nothing new, and gives what is under way a moment to end.
    public void stop() throws InterruptedException {
        open = false;
        loop.interrupt();
        loop.join(JOIN);
        attempts.shutdown();
        if (!attempts.awaitTermination(LAST_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)) {
            attempts.shutdownNow();
        }
    }
}

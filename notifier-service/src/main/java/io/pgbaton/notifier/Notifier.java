package io.pgbaton.notifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.notifier.config.NotifierConfig;
import io.pgbaton.notifier.config.SubscriptionsWatch;
import io.pgbaton.notifier.deliver.MailCourier;
import io.pgbaton.notifier.deliver.Post;
import io.pgbaton.notifier.deliver.WebhookCourier;
import io.pgbaton.notifier.kafka.Bus;
import io.pgbaton.notifier.kafka.DeadLetters;
import io.pgbaton.notifier.kafka.EventsReader;
import io.pgbaton.notifier.log.DeliveryLog;
import io.pgbaton.notifier.log.DeliveryReader;
import io.pgbaton.notifier.log.Disabled;
import io.pgbaton.notifier.log.Ledger;
import io.pgbaton.notifier.outbox.Bookmarks;
import io.pgbaton.notifier.outbox.Counts;
import io.pgbaton.notifier.outbox.Desk;
import io.pgbaton.notifier.outbox.Dispatcher;
import io.pgbaton.notifier.outbox.Gauges;
import io.pgbaton.notifier.outbox.Keeper;
import io.pgbaton.notifier.outbox.Outbox;
import io.pgbaton.notifier.outbox.Settlement;
import io.pgbaton.notifier.outbox.SteadyClock;
import io.pgbaton.notifier.schedule.Breaker;
import io.pgbaton.notifier.schedule.RetrySchedule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/// The service, put together and running: reader → outbox → desk → dispatcher → settlement, with the keeper beside.
public final class Notifier {

    private static final Duration LONGEST_BREAK = Duration.ofMinutes(5);
    private static final int PRUNED_AT_ONCE = 5_000;

    private final EventsReader reader;
    private final Dispatcher dispatcher;
    private final Keeper keeper;
    private final Ledger ledger;
    private final DeadLetters deadLetters;

    /// Where the delivery log is, how its tables are made, and who counts.
    public record Surroundings(DataSource database, Runnable migration, MeterRegistry meters, String instance) {}

    public Notifier(NotifierConfig settings, Surroundings around, SubscriptionsWatch subscriptions) {
        Clock clock = new SteadyClock();
        DeliveryLog log = new DeliveryLog(around.database(), around.instance());
        Disabled disabled = new Disabled(around.database());
        Bookmarks bookmarks = new Bookmarks();
        Counts counts = new Counts(around.meters());
        Desk desk = desk(settings.retry());
        // both are checked against the world's clocks: a receiver's, and the broker's
        Bus bus = new Bus(settings.bus(), settings.group(), settings.lookBack(), Clock.systemUTC());
        WebhookCourier webhooks = new WebhookCourier(settings.timeout(), Clock.systemUTC());

        ledger = new Ledger(log, disabled, around.migration());
        deadLetters = new DeadLetters(bus);
        Settlement settlement = new Settlement(
                new Settlement.Books(ledger, disabled, bookmarks, clock),
                desk,
                deadLetters,
                () -> subscriptions.inForce().directory(),
                counts);
        Post post = new Post(() -> subscriptions.inForce().directory(), webhooks, new MailCourier(settings.timeout()));
        dispatcher = new Dispatcher(desk, post, settlement, schedule(settings.retry()), clock);
        Outbox outbox = new Outbox(
                () -> subscriptions.inForce().routing(),
                ledger,
                desk,
                bookmarks,
                new Outbox.Limits(settings.memoryLimit(), clock));
        reader = new EventsReader(bus, outbox, bookmarks, counts);
        Gauges gauges = new Gauges(around.meters(), desk, ledger, clock);
        around.meters().gauge("notifier.reader.holding", reader, it -> it.isHolding() ? 1 : 0);
        DeliveryReader questions = new DeliveryReader(around.database());
        keeper = new Keeper(
                ledger,
                outbox,
                List.of(
                        new Keeper.Chore(2, subscriptions::look),
                        new Keeper.Chore(
                                2,
                                () -> gauges.breakers(subscriptions
                                        .inForce()
                                        .directory()
                                        .endpoints()
                                        .keySet())),
                        new Keeper.Chore(10, () -> ledger.renew(desk.all())),
                        new Keeper.Chore(10, () -> gauges.look(questions, ledger)),
                        new Keeper.Chore(600, () -> ledger.prune(settings.keep(), PRUNED_AT_ONCE))));
    }

    private static Desk desk(NotifierConfig.Retry retry) {
        Breaker.Rules rules = new Breaker.Rules(retry.breakerFailures(), retry.breakerPause(), LONGEST_BREAK);
        return new Desk(retry.holdBack(), rules, retry.perTarget());
    }

    private static RetrySchedule schedule(NotifierConfig.Retry retry) {
        return new RetrySchedule(retry.waits(), retry.jitter());
    }

    public void start() {
        keeper.start();
        dispatcher.start();
        reader.start();
    }

    /// True while every thread goes round.
    public boolean isAlive() {
        return reader.isAlive() && dispatcher.isAlive() && keeper.isAlive();
    }

    /// True once events are being read.
    public boolean isReady() {
        return reader.isReady();
    }

    public void stop() throws InterruptedException {
        reader.stop();
        dispatcher.stop();
        keeper.stop();
        ledger.releaseAll();
        deadLetters.close();
    }
}

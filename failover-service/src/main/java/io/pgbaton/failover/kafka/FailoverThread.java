package io.pgbaton.failover.kafka;

import io.pgbaton.failover.decide.FailoverPolicy;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.decide.Now;
import io.pgbaton.failover.evidence.Moment;
import io.pgbaton.failover.run.FleetRun;
import io.pgbaton.failover.run.Inbound;
import io.pgbaton.failover.run.Meters;
import io.pgbaton.failover.run.RequestLedger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that reads, decides and writes. It waits for a bus that is not there, and lives until it is closed.
public final class FailoverThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FailoverThread.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final FailoverRules rules;
    private final Meters meters;
    private final RequestLedger ledger = new RequestLedger();
    private final RecordReader reader = new RecordReader();
    private final PlainSender sender;
    private final InstantSource clock;
    private final Thread thread;
    private volatile @Nullable FleetRun fleet;
    private volatile @Nullable TransactionalJournal journal;
    private volatile boolean caughtUp;

    public FailoverThread(KafkaSettings settings, FailoverRules rules, Meters meters, Origin origin) {
        this.settings = settings;
        this.rules = rules;
        this.meters = meters;
        this.clock = origin.clock();
        this.sender = new PlainSender(settings, origin.writer());
        this.thread = Thread.ofPlatform().name("pgbaton-failover").unstarted(this::run);
    }

    /// What a run of the service brings from outside: its wall clock, and a name no other run has.
    public record Origin(InstantSource clock, String writer) {}

    public void start() {
        thread.start();
    }

    private void run() {
        Patience patience = new Patience(settings.bootstrapServers());
        while (!Thread.currentThread().isInterrupted()) {
            try {
                runOnce(patience);
            } catch (InterruptedException | InterruptException _) {
                Thread.currentThread().interrupt();
            } catch (KafkaException | ExecutionException | IllegalStateException e) {
                caughtUp = false;
                try {
                    patience.afterFailure("starting to read", e);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void runOnce(Patience patience) throws InterruptedException, ExecutionException {
        Moment begun = new Moment(System.nanoTime());
        try (Admin admin = Admin.create(settings.admin())) {
            TopicSetup topics = new TopicSetup(admin, settings.partitions());
            int partitions = topics.count();
            try (TransactionalJournal opened = new TransactionalJournal(settings, partitions)) {
                TransactionalJournal.Takeover takeover = opened.takeOver();
                topics.ensure(partitions);
                takeover.await();
                opened.warmUp();
                admin.close(Duration.ZERO);
                patience.reset();
                readAndDecide(opened, partitions, begun);
            }
        }
    }

    private void readAndDecide(TransactionalJournal opened, int partitions, Moment begun) {
        try (KafkaBus bus = new KafkaBus(settings, partitions, reader)) {
            caughtUp = false;
            ledger.readAgain();
            bus.open(clock.millis());
            FleetRun run = new FleetRun(
                    new FailoverPolicy(rules),
                    rules.silence(),
                    new FleetRun.Ports(bus, opened, sender, meters),
                    ledger);
            fleet = run;
            journal = opened;
            turn(bus, run, begun);
        }
    }

    private void turn(KafkaBus bus, FleetRun run, Moment begun) {
        Moment last = new Moment(System.nanoTime());
        while (!Thread.currentThread().isInterrupted()) {
            List<Inbound> inbound = bus.poll(POLL);
            Now now = new Now(new Moment(System.nanoTime()), clock.instant());
            Duration stoodStill = now.moment().since(last);
            if (stoodStill.compareTo(rules.lease()) >= 0) {
                caughtUp = false;
                LOG.warn("stood still for {} ms: taking over anew, as after a start", stoodStill.toMillis());
                return;
            }
            last = now.moment();
            inbound.forEach(each -> run.read(each, now.moment()));
            run.turn(now);
            if (!caughtUp && bus.isCaughtUp()) {
                caughtUp = true;
                LOG.info(
                        "caught up with the log at {} within {} ms: deciding for {} clusters",
                        settings.bootstrapServers(),
                        now.moment().since(begun).toMillis(),
                        run.size());
            }
        }
    }

    public Optional<FleetRun> fleet() {
        return Optional.ofNullable(fleet);
    }

    public RequestLedger ledger() {
        return ledger;
    }

    public PlainSender sender() {
        return sender;
    }

    public RecordReader reader() {
        return reader;
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /// Whether decisions can be taken and stored now.
    public boolean isReady() {
        TransactionalJournal open = journal;
        return caughtUp && open != null && open.isHealthy() && thread.isAlive();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            // one that was never started cannot be waited for
            if (thread.isAlive()) {
                thread.join(END_PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        sender.close();
    }
}

package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.failover.decide.FailoverPolicy;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.decide.Now;
import io.pgbaton.failover.evidence.Moment;
import io.pgbaton.failover.run.Explanations;
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
    private final Explanations explanations = new Explanations();
    private final RecordReader reader = new RecordReader();
    private final PlainSender sender;
    private final InstantSource clock;
    private final Thread thread;
    private volatile @Nullable FleetRun fleet;
    private volatile @Nullable KafkaBus bus;
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
        KafkaBus.Shape shape = prepare();
        patience.reset();
        caughtUp = false;
        ledger.readAgain();
        try (TransactionalJournal journal = new TransactionalJournal(settings);
                KafkaBus opened = new KafkaBus(shape, reader, journal, meters)) {
            opened.open(clock.millis());
            FleetRun run = new FleetRun(
                    new FailoverPolicy(rules),
                    rules.silence(),
                    new FleetRun.Ports(opened, journal, sender, meters),
                    new FleetRun.Told(ledger, explanations));
            fleet = run;
            bus = opened;
            turn(opened, run);
        } finally {
            bus = null;
        }
    }

    private KafkaBus.Shape prepare() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(settings.admin())) {
            TopicSetup topics = new TopicSetup(admin, settings.partitions());
            int partitions = topics.count();
            topics.ensure(partitions);
            Duration session = GroupSession.choose(admin, rules.lease());
            return new KafkaBus.Shape(settings, partitions, session);
        }
    }

    private void turn(KafkaBus bus, FleetRun run) {
        Moment begun = new Moment(System.nanoTime());
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
                        "caught up with the log at {} within {} ms: {} clusters",
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

    public Explanations explanations() {
        return explanations;
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

    /// Which partitions this instance owns, of those there are.
    public Ownership ownership() {
        KafkaBus open = bus;
        return open == null ? Ownership.NONE : open.ownership();
    }

    /// Whether this instance decides for `cluster`.
    public boolean owns(ClusterId cluster) {
        KafkaBus open = bus;
        return open != null && open.owns(cluster);
    }

    /// Whether the log is read, so that requests can be taken and answered, whoever decides.
    public boolean isCaughtUp() {
        return caughtUp && thread.isAlive();
    }

    /// Whether every decision that is this instance's can be taken and stored now; one that stands by is ready too.
    public boolean isReady() {
        return isCaughtUp() && ownership().isSettled();
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

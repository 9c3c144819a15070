package io.pgbaton.agent;

import io.pgbaton.agent.act.Actor;
import io.pgbaton.agent.act.Body;
import io.pgbaton.agent.act.Fencing;
import io.pgbaton.agent.act.LeaseKeeper;
import io.pgbaton.agent.act.LeaseWatch;
import io.pgbaton.agent.act.Pooling;
import io.pgbaton.agent.act.Slots;
import io.pgbaton.agent.act.TailRescue;
import io.pgbaton.agent.act.Voice;
import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.config.ConfigProblem;
import io.pgbaton.agent.copy.Copier;
import io.pgbaton.agent.disk.FileStandingStore;
import io.pgbaton.agent.disk.LeaseFile;
import io.pgbaton.agent.disk.ProcUptime;
import io.pgbaton.agent.disk.StateDirectory;
import io.pgbaton.agent.disk.StateProblem;
import io.pgbaton.agent.guard.Guard;
import io.pgbaton.agent.guard.GuardedLease;
import io.pgbaton.agent.http.AgentHttp;
import io.pgbaton.agent.http.GrantClient;
import io.pgbaton.agent.http.LeasePage;
import io.pgbaton.agent.http.NodePage;
import io.pgbaton.agent.kafka.Bus;
import io.pgbaton.agent.kafka.DecisionReader;
import io.pgbaton.agent.lease.LeaseStore;
import io.pgbaton.agent.lease.Restart;
import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.observe.Heart;
import io.pgbaton.agent.observe.Observer;
import io.pgbaton.agent.observe.Prober;
import io.pgbaton.agent.observe.Storage;
import io.pgbaton.agent.observe.Teller;
import io.pgbaton.agent.observe.Troubles;
import io.pgbaton.agent.observe.Watch;
import io.pgbaton.agent.observe.WriteProbe;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.LocalPostgres;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.postgres.Programs;
import io.pgbaton.agent.postgres.ServerProcesses;
import io.pgbaton.agent.postgres.Starter;
import io.pgbaton.agent.reach.Reachability;
import io.pgbaton.agent.state.Bell;
import io.pgbaton.agent.state.Bound;
import io.pgbaton.agent.state.LeaseBook;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Copying;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.Readiness;
import io.pgbaton.contracts.Term;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One running agent: its parts put together, its threads.
final class Agent implements AutoCloseable {

    private static final Duration REHEARSE_AFTER = Duration.ofSeconds(2);

    private final AgentConfig config;
    private final StateDirectory state;
    private final LogBook book;
    private final LeaseBook leases;
    private final Bell bell = new Bell();
    private final Bus bus;
    private final Heart heart;
    private final Observer observer;
    private final WriteProbe writes;
    private final Troubles troubles;
    private final Body body;
    private final Voice voice;
    private final Fencing fencing;
    private final Slots slots;
    private final Optional<Pooling> pooling;
    private final List<Thread> threads = new ArrayList<>();
    private final AgentHttp http;

    Agent(AgentConfig config, Clock clock) {
        this.config = config;
        AgentConfig.Node node = config.node();
        DataDirectory directory = new DataDirectory(config.server().dataDirectory());
        if (!directory.isEmpty() && !directory.hasServer() && !Copier.isHalfCopy(directory)) {
            throw new ConfigProblem("data_directory '" + directory.path()
                    + "' is neither empty nor a PostgreSQL data directory (no PG_VERSION in it)");
        }
        this.state = StateDirectory.hold(config.local().stateDirectory(), "node " + node.id());
        Bound bound = new Bound(new FileStandingStore(state.path()));
        Programs programs = LocalPostgres.programs(config);
        Optional<Guard> guard = config.local().guarded()
                ? Optional.of(Guard.requireBeside(state.path(), directory.path(), programs))
                : Optional.empty();
        LeaseFile files = new LeaseFile(state.path());
        this.leases = new LeaseBook(
                config.timing().leaseRules(),
                new LeaseBook.Host(
                        new ProcUptime(),
                        guard.<LeaseStore>map(beside -> new GuardedLease(files, beside))
                                .orElse(files),
                        directory.path().toString()),
                bound);
        this.book = new LogBook(DecisionLog.unread(node.cluster(), node.id()));
        ServerProcesses processes = new ServerProcesses(directory);
        LocalPostgres postgres = new LocalPostgres(
                config,
                directory,
                processes,
                programs,
                guard.<Starter>map(beside -> beside).orElse(programs));
        this.observer =
                new Observer(directory, processes, postgres, config.timing().hang());
        this.writes = new WriteProbe(postgres, observer, config.timing().write());
        observer.watchWrites(writes::isStalled);
        this.troubles = Troubles.of(observer, writes, new Storage(directory.path()));
        this.body = new Body(config, postgres, directory, observer, state);
        this.slots = new Slots(body, book);
        this.pooling = config.server().pooler().map(pooler -> new Pooling(pooler, programs, book, this::describe));
        this.bus = new Bus(config, leases, new Reader(), clock);
        this.heart = new Heart(
                config,
                new Heart.Sources(observer::last, bound, book, UUID.randomUUID().toString(), new Beside()),
                bus.reports());
        this.voice = new Voice(book, leases, heart, bus.reports(), bus.events());
        this.fencing = new Fencing(body, voice);
        this.http = AgentHttp.start(
                config,
                new AgentHttp.Sources(
                        this::page, bus::numbers, directory, leases, new Reachability(config, book, leases)));
    }

    void start(Consumer<StateProblem> cannotGoOn) {
        voice.events()
                .announce(
                        EventKind.AGENT_START,
                        Events.Said.well("agent of node " + config.node().name()));
        // V2: a lease that goes on is about to end, so its renewal comes first, and most else after it
        Restart restart = leases.restart();
        bus.startReports();
        boolean renews = restart instanceof Restart.GoesOn && observer.glance();
        if (renews) {
            heart.beat();
        }
        run("lease", new LeaseWatch(leases, fencing, bell::ring));
        run("lease file", new LeaseKeeper(leases));
        run("moves", new Actor(body, voice, fencing, bell, cannotGoOn).after(restart));
        if (renews) {
            awaitRenewal();
        }
        bus.startOthers();
        run("watch", new Watch(body.postgres(), observer, config.timing().hang(), bell::ring));
        Teller teller = new Teller(voice.events(), troubles);
        run("probe", new Prober(observer, heart, teller, config.timing().heartbeat(), bell::ring));
        run("write probe", writes);
        run("heart", heart);
        run("slots", slots);
        pooling.ifPresent(driving -> run("pooler", driving));
        run("grants", new GrantClient(config, leases, book));
        run("rehearsal", this::rehearse);
    }

    private void awaitRenewal() {
        Duration patience = config.timing().lease().dividedBy(6);
        Pause.until(() -> bus.numbers().acknowledged() > 0, patience, 5);
    }

    /// What only an election brings is done once for nobody, when the start is over.
    private void rehearse() {
        Pause.millis(REHEARSE_AFTER.toMillis());
        bus.rehearse();
        TailRescue.rehearse(config.local());
    }

    private void run(String name, Runnable work) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(work));
    }

    private NodePage page() {
        ClusterView view = book.log().view();
        return new NodePage(
                heart.described(),
                heart.last(),
                LeasePage.of(leases.lease(), leases.now()),
                view.version() == 0 ? null : view,
                bus.numbers().ackAgeMillis(),
                slots.retained(),
                slots.idle(),
                slots.archiveReady());
    }

    /// The server is left as it is: an agent that stops stops no primary (V2).
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        http.close();
        voice.events()
                .announce(
                        EventKind.AGENT_SHUTDOWN,
                        Events.Said.well("agent of node " + config.node().name()));
        bus.close();
        try {
            state.close();
        } catch (IOException e) {
            // the lock goes with the process
        }
    }

    private void describe() {
        heart.describe();
    }

    private final class Beside implements Heart.Beside {
        @Override
        public @Nullable Readiness readiness() {
            return slots.readiness();
        }

        @Override
        public NodeDescribed.@Nullable Pooler pooler() {
            return pooling.map(Pooling::described).orElse(null);
        }

        @Override
        public @Nullable Copying copying() {
            return observer.copying();
        }
    }

    private final class Reader implements DecisionReader.Reading {
        @Override
        public void read(Decision decision) {
            if (decision instanceof Decision.Claim claim
                    && claim.node().equals(book.log().me())) {
                // L1c: judged where it stands in the log
                boolean good = book.log().upholds(claim);
                leases.change((lease, now) -> lease.claimRead(claim.nonce(), good, now));
            }
            book.read(decision);
        }

        @Override
        public boolean upholds(Decision.Claim claim) {
            return book.isCaughtUp() && book.log().upholds(claim);
        }

        @Override
        public void batchEnded() {
            pooling.ifPresent(Pooling::ring);
            bell.ring();
        }

        @Override
        public void caughtUp() {
            book.caughtUp();
            bell.ring();
        }

        @Override
        public boolean lacksView() {
            return book.isCaughtUp()
                    && book.log().view().version() == 0
                    && leases.bound().standing().promised().isAbove(Term.NONE);
        }
    }
}

package io.pgbaton.agent;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.disk.FileStandingStore;
import io.pgbaton.agent.disk.LeaseFile;
import io.pgbaton.agent.disk.ProcUptime;
import io.pgbaton.agent.disk.StateDirectory;
import io.pgbaton.agent.http.AgentHttp;
import io.pgbaton.agent.http.LeasePage;
import io.pgbaton.agent.http.NodePage;
import io.pgbaton.agent.http.PrimaryWatch;
import io.pgbaton.agent.kafka.Bus;
import io.pgbaton.agent.kafka.DecisionReader;
import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.observe.Heart;
import io.pgbaton.agent.observe.Observation;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.reach.Reachability;
import io.pgbaton.agent.state.Bound;
import io.pgbaton.agent.state.LeaseBook;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.Heartbeat;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An agent without a server: it reads the decision log, looks at the primary's agent and says what it saw. It
/// holds no lease, grants none that anybody asks for, and can never be promoted.
final class Witness implements AutoCloseable {

    private final AgentConfig config;
    private final StateDirectory state;
    private final LogBook book;
    private final LeaseBook leases;
    private final Bus bus;
    private final PrimaryWatch watch;
    private final Heart heart;
    private final AgentHttp http;
    private final List<Thread> threads = new ArrayList<>();

    Witness(AgentConfig config, Clock clock) {
        this.config = config;
        AgentConfig.Node node = config.node();
        DataDirectory none = new DataDirectory(config.server().dataDirectory());
        this.state = StateDirectory.hold(config.local().stateDirectory(), "node " + node.id());
        Bound bound = new Bound(new FileStandingStore(state.path()));
        this.leases = new LeaseBook(
                config.timing().leaseRules(),
                new LeaseBook.Host(
                        new ProcUptime(),
                        new LeaseFile(state.path()),
                        none.path().toString()),
                bound);
        this.book = new LogBook(DecisionLog.unread(node.cluster(), node.id()));
        this.bus = new Bus(config, leases, new Reader(), clock);
        this.watch = new PrimaryWatch(book, config.timing().lease());
        this.heart = new Heart(
                config,
                new Heart.Sources(
                        () -> Observation.WITNESS,
                        bound,
                        book,
                        UUID.randomUUID().toString(),
                        new Heart.Beside() {
                            @Override
                            public Heartbeat.@Nullable Sight sight() {
                                return watch.sight();
                            }
                        }),
                bus.reports());
        this.http = AgentHttp.start(
                config,
                new AgentHttp.Sources(this::page, bus::numbers, none, leases, new Reachability(config, book, leases)));
    }

    void start() {
        bus.events()
                .announce(
                        EventKind.AGENT_START,
                        Events.Said.well("agent of witness " + config.node().name()));
        bus.startReports();
        bus.startOthers();
        run("heart", this::beat);
        run("primary", watch);
    }

    private void beat() {
        while (!Thread.currentThread().isInterrupted()) {
            heart.beat();
            Pause.millis(config.timing().heartbeat().toMillis());
        }
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
                Map.of(),
                List.of(),
                null);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        http.close();
        bus.events()
                .announce(
                        EventKind.AGENT_SHUTDOWN,
                        Events.Said.well("agent of witness " + config.node().name()));
        bus.close();
        try {
            state.close();
        } catch (IOException e) {
            // the lock goes with the process
        }
    }

    private final class Reader implements DecisionReader.Reading {
        @Override
        public void read(Decision decision) {
            book.read(decision);
        }

        @Override
        public boolean upholds(Decision.Claim claim) {
            return false;
        }

        /// It has promised nothing that a view would have to explain.
        @Override
        public boolean lacksView() {
            return false;
        }

        @Override
        public void batchEnded() {}

        @Override
        public void caughtUp() {
            book.caughtUp();
        }
    }
}

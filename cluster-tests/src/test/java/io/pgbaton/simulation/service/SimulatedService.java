package io.pgbaton.simulation.service;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Marker;
import io.pgbaton.failover.decide.ClusterState;
import io.pgbaton.failover.decide.FailoverPolicy;
import io.pgbaton.failover.decide.FailoverRules;
import io.pgbaton.failover.decide.Now;
import io.pgbaton.failover.evidence.Moment;
import io.pgbaton.failover.run.Explanations;
import io.pgbaton.failover.run.FleetRun;
import io.pgbaton.failover.run.Inbound;
import io.pgbaton.failover.run.Markers;
import io.pgbaton.failover.run.Meters;
import io.pgbaton.failover.run.RequestLedger;
import io.pgbaton.simulation.bus.Wire;
import io.pgbaton.simulation.faults.Mutation;
import io.pgbaton.simulation.faults.Mutations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One failover service: the production core, read for and written for by simulated ports. It owns the partition or
/// waits; what it knows dies with it.
public final class SimulatedService {

    private static final long POLL = 20_000_000L;
    private static final long MARKER_PATIENCE = 1_500_000_000L;

    private final String name;
    private final Wire wire;
    private final FailoverRules rules;
    private final Mutations mutations;
    private final Supplier<Instant> wallClock;
    private @Nullable FleetRun fleet;
    private @Nullable ServiceBus bus;
    private long markers;
    private long lag;
    private int owning;
    private int poll;
    private boolean waits;
    private long lastTurn;

    public SimulatedService(
            String name, Wire wire, FailoverRules rules, Mutations mutations, Supplier<Instant> wallClock) {
        this.name = name;
        this.wire = wire;
        this.rules = rules;
        this.mutations = mutations;
        this.wallClock = wallClock;
    }

    public String name() {
        return name;
    }

    public Wire wire() {
        return wire;
    }

    public boolean owns() {
        return fleet != null && wire.program().isAlive();
    }

    /// From now on it reads heartbeats this much later than they come.
    public void lag(long nanos) {
        lag = nanos;
    }

    /// What it knows of a cluster, for the checks; nothing when it owns nothing.
    public Optional<ClusterState> stateOf(ClusterId cluster) {
        FleetRun run = fleet;
        return run == null || !wire.program().isAlive() ? Optional.empty() : run.stateOf(cluster);
    }

    /// The group gave it the partition: fence the older owner first, then read (rule O1).
    public void takeOver() {
        int number = ++owning;
        fleet = null;
        bus = null;
        tryTakeOver(number);
    }

    private void tryTakeOver(int number) {
        if (number != owning || fleet != null) {
            return;
        }
        wire.ask(
                () -> new Takeover(wire.bus().takeOver(), wire.bus().decisions().end()), taken -> {
                    if (number == owning && fleet == null) {
                        begin(taken, number);
                    }
                });
        wire.program().after(MARKER_PATIENCE, () -> tryTakeOver(number));
    }

    private record Takeover(int epoch, int decisionsEnd) {}

    private void begin(Takeover taken, int number) {
        ServiceBus reading = new ServiceBus(
                wire,
                new ServiceBus.Start(taken.decisionsEnd(), mutations.has(Mutation.ANSWERS_OVERTAKE)),
                () -> lag,
                wallClock,
                this::ring);
        bus = reading;
        fleet = new FleetRun(
                new FailoverPolicy(rules),
                rules.silence(),
                new FleetRun.Ports(
                        reading,
                        new ServiceJournal(wire, taken.epoch(), () -> fenced(number)),
                        new Sender(number),
                        new NoMeters()),
                new FleetRun.Told(new RequestLedger(), new Explanations()));
        lastTurn = wire.program().clock().nanos();
        pollAgain(number);
    }

    private void fenced(int number) {
        if (number == owning) {
            giveUp();
        }
    }

    /// The partition is another's, or this run ended.
    public void giveUp() {
        owning++;
        fleet = null;
        bus = null;
    }

    /// Records came: the poll ends early.
    private void ring() {
        int number = owning;
        int waiting = poll;
        wire.program().then(() -> turn(number, waiting));
    }

    /// One thread: the next poll begins when the last turn has ended, and ends with records or after a while.
    private void pollAgain(int number) {
        int waiting = ++poll;
        waits = true;
        wire.program().after(POLL, () -> turn(number, waiting));
    }

    private void turn(int number, int waiting) {
        FleetRun run = fleet;
        ServiceBus reading = bus;
        if (number != owning || waiting != poll || !waits || run == null || reading == null) {
            return;
        }
        waits = false;
        List<Inbound> inbound = mutations.asRead(reading.poll(Duration.ZERO), viewOf(run));
        // the service may stand still between reading and deciding
        wire.program().then(() -> decide(number, run, inbound));
    }

    private void decide(int number, FleetRun run, List<Inbound> inbound) {
        if (number != owning) {
            return;
        }
        long nanos = wire.program().clock().nanos();
        boolean stoodStill = nanos - lastTurn >= rules.lease().toNanos();
        lastTurn = nanos;
        if (stoodStill) {
            takeOver();
            return;
        }
        Moment moment = new Moment(nanos);
        inbound.forEach(each -> run.read(asRead(run, each), moment));
        run.turn(new Now(moment, wallClock.get()));
        pollAgain(number);
    }

    private ClusterView viewOf(FleetRun run) {
        ClusterId cluster = wire.bus().cluster();
        return run.stateOf(cluster).map(ClusterState::view).orElseGet(() -> ClusterView.empty(cluster));
    }

    private Inbound asRead(FleetRun run, Inbound inbound) {
        return inbound instanceof Inbound.DecisionIn(int partition, Decision decision, Instant at)
                        && mutations.has(Mutation.NO_FIRST_WINS)
                ? new Inbound.DecisionIn(partition, mutations.asRead(decision, viewOf(run)), at)
                : inbound;
    }

    /// kill -9, and a start after it.
    public void restart() {
        wire.program().kill();
        giveUp();
        wire.program().start();
    }

    private final class Sender implements Markers {
        private final String writer;

        Sender(int number) {
            this.writer = name + "/" + wire.program().life() + "/" + number;
        }

        @Override
        public Marker next(ClusterId cluster) {
            return new Marker(cluster, writer, ++markers);
        }

        @Override
        public void send(int partition, Marker marker) {
            ServiceBus reading = bus;
            if (reading != null && mutations.has(Mutation.NO_BARRIER)) {
                reading.inject(marker);
                return;
            }
            wire.program()
                    .then(() -> wire.deliver(() -> wire.bus().heartbeats().append(marker), MARKER_PATIENCE, _ -> {}));
        }
    }

    private static final class NoMeters implements Meters {
        @Override
        public void decided(Duration latency) {}

        @Override
        public void dropped() {}
    }
}

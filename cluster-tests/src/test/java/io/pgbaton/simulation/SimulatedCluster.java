package io.pgbaton.simulation;

import io.pgbaton.agent.lease.Standing;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.simulation.bus.SimulatedBus;
import io.pgbaton.simulation.checks.Violation;
import io.pgbaton.simulation.faults.Mutation;
import io.pgbaton.simulation.node.SimulatedHost;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.service.Group;
import io.pgbaton.simulation.service.SimulatedService;
import io.pgbaton.simulation.time.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// One cluster with all around it, from a seed. Time passes only in the `run…` methods, and after every event
/// everything that must hold is checked.
public final class SimulatedCluster {

    private static final Duration START = Duration.ofSeconds(60);

    private final Settings settings;
    private final Assembly assembly;
    private final Group group;
    private int requests;

    private SimulatedCluster(Settings settings) {
        this.settings = settings;
        this.assembly = new Assembly(settings);
        List<SimulatedService> services = new ArrayList<>();
        for (int number = 1; number <= settings.services(); number++) {
            services.add(assembly.service("s" + number));
        }
        this.group = new Group(assembly.scheduler, services);
    }

    public static Builder ofOnePrimary() {
        return new Builder(new Settings(1, 1, 1, Set.of(), false));
    }

    /// What it is made of, said before it starts.
    public record Builder(Settings settings) {

        public Builder standbys(int count) {
            return new Builder(
                    new Settings(count, settings.services(), settings.seed(), settings.mutations(), settings.tells()));
        }

        public Builder services(int count) {
            return new Builder(
                    new Settings(settings.standbys(), count, settings.seed(), settings.mutations(), settings.tells()));
        }

        public Builder seed(long seed) {
            return new Builder(new Settings(
                    settings.standbys(), settings.services(), seed, settings.mutations(), settings.tells()));
        }

        public Builder without(Set<Mutation> rules) {
            return new Builder(
                    new Settings(settings.standbys(), settings.services(), settings.seed(), rules, settings.tells()));
        }

        public Builder telling() {
            return new Builder(new Settings(
                    settings.standbys(), settings.services(), settings.seed(), settings.mutations(), true));
        }

        /// The fleet runs, node 1 is registered, the others stream and may be elected.
        public SimulatedCluster start() {
            SimulatedCluster cluster = new SimulatedCluster(settings);
            cluster.begin();
            return cluster;
        }
    }

    public static SimulatedCluster of(Settings settings) {
        return new SimulatedCluster(settings);
    }

    public void begin() {
        IntStream.rangeClosed(1, settings.standbys() + 1)
                .mapToObj(NodeId::new)
                .map(assembly::host)
                .forEach(SimulatedHost::boot);
        group.start();
        ask(new Request.RegisterPrimary(new NodeId(1)));
        runUntil(cluster -> cluster.isWell(), START);
    }

    public Settings settings() {
        return settings;
    }

    public Instant wallClock() {
        return assembly.wallClock();
    }

    public RequestId ask(Request.Wish wish) {
        RequestId id = new RequestId("r" + ++requests);
        assembly.bus
                .requests()
                .append(new Request(
                        id, Assembly.CLUSTER, new Request.Asked("alice", assembly.wallClock(), false), wish));
        return id;
    }

    /// The decision log's last word, by its own order.
    public ClusterView view() {
        return assembly.logged().view();
    }

    public Collection<SimulatedHost> hosts() {
        return assembly.hosts.values();
    }

    public SimulatedHost host(NodeId node) {
        return Optional.ofNullable(assembly.hosts.get(node)).orElseThrow();
    }

    /// The node that the view names.
    public NodeId primary() {
        return view().primary().orElseThrow();
    }

    public Group services() {
        return group;
    }

    public SimulatedBus bus() {
        return assembly.bus;
    }

    public Chance chance() {
        return assembly.chance;
    }

    public io.pgbaton.simulation.network.Network network() {
        return assembly.network;
    }

    public io.pgbaton.simulation.checks.Invariants invariants() {
        return assembly.invariants;
    }

    public io.pgbaton.simulation.time.Scheduler scheduler() {
        return assembly.scheduler;
    }

    /// Cut off from everything but what runs on the same host.
    public void isolate(NodeId node) {
        tell("cut off n" + node);
        places().filter(place -> !place.equals(assembly.place(node))).forEach(other -> {
            assembly.network.cut(assembly.place(node), other);
            assembly.network.cut(other, assembly.place(node));
        });
    }

    public java.util.stream.Stream<String> places() {
        return java.util.stream.Stream.concat(
                java.util.stream.Stream.of(SimulatedBus.PLACE),
                java.util.stream.Stream.concat(
                        hosts().stream().map(SimulatedHost::place),
                        group.members().stream().map(SimulatedService::name)));
    }

    public void heal(NodeId node) {
        tell("heal n" + node);
        assembly.network.heal(assembly.place(node));
    }

    public void tell(String what) {
        assembly.invariants.tell("world", what);
    }

    public void run(Duration time) {
        long end = assembly.scheduler.now() + time.toNanos();
        while (assembly.scheduler.step(end)) {
            assembly.invariants.check();
        }
    }

    /// Whether the condition came to hold in time; looked at every few milliseconds.
    public boolean reaches(Predicate<SimulatedCluster> condition, Duration within) {
        long end = assembly.scheduler.now() + within.toNanos();
        while (!condition.test(this) && assembly.scheduler.now() < end) {
            run(Duration.ofMillis(20));
        }
        return condition.test(this);
    }

    public void runUntil(Predicate<SimulatedCluster> condition, Duration within) {
        if (!reaches(condition, within)) {
            throw new Violation("not reached within " + within.toSeconds() + " s: " + condition());
        }
    }

    public void runUntilAllStreaming() {
        runUntil(SimulatedCluster::isWell, START);
    }

    /// One writable primary, the one the view names, everybody else streams from it and may be elected.
    public boolean isWell() {
        ClusterView view = view();
        if (!(view.phase() instanceof Phase.Steady) || view.primary().isEmpty()) {
            return false;
        }
        NodeId primary = view.primary().orElseThrow();
        return host(primary).server().isWritable()
                && view.members().size() == assembly.hosts.size()
                && view.members().stream().allMatch(ClusterView.Member::electable)
                && hosts().stream()
                        .filter(host -> !host.node().equals(primary))
                        .allMatch(host -> host.server().receiver().streams()
                                && primary.equals(host.server().receiver().from()));
    }

    /// How it is, in a line for a person.
    public String condition() {
        ClusterView view = view();
        StringBuilder said = new StringBuilder("view ")
                .append(view.version())
                .append(" term ")
                .append(view.term())
                .append(" primary ")
                .append(view.primary().map(NodeId::toString).orElse("none"))
                .append(' ')
                .append(view.phase());
        view.members().stream()
                .filter(member -> !member.electable())
                .forEach(member -> said.append("; n").append(member.node()).append(" not electable"));
        hosts().forEach(host -> said.append("; ").append(describe(host)));
        return said.toString();
    }

    private String describe(SimulatedHost host) {
        SimulatedPostgres server = host.server();
        String state = !server.hasProcesses()
                ? "down"
                : !server.isUp() ? "starting" : server.role().toString();
        Standing standing = host.disk().read();
        return host.place() + " " + state + " timeline " + server.files().timeline + " at "
                + server.files().log.end()
                + (server.receiver().streams()
                        ? " streams from " + server.receiver().from()
                        : "")
                + " term " + standing.term() + " promised " + standing.promised() + " fenced " + standing.fenced();
    }

    public boolean isHalted() {
        return view().phase() instanceof Phase.Halted;
    }

    public List<Decision> decisions() {
        return assembly.bus.decisions().from(0, Integer.MAX_VALUE).records();
    }
}

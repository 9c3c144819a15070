package io.pgbaton.simulation;

import io.pgbaton.agent.moves.DecisionLog;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.simulation.bus.SimulatedBus;
import io.pgbaton.simulation.bus.Topic;
import io.pgbaton.simulation.bus.Wire;
import io.pgbaton.simulation.checks.Invariants;
import io.pgbaton.simulation.faults.Mutation;
import io.pgbaton.simulation.faults.Mutations;
import io.pgbaton.simulation.network.Network;
import io.pgbaton.simulation.node.NodeDisk;
import io.pgbaton.simulation.node.SimulatedAgent;
import io.pgbaton.simulation.node.SimulatedGuard;
import io.pgbaton.simulation.node.SimulatedHost;
import io.pgbaton.simulation.node.Surroundings;
import io.pgbaton.simulation.server.DataFiles;
import io.pgbaton.simulation.server.Receiver;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.server.Wal;
import io.pgbaton.simulation.service.SimulatedService;
import io.pgbaton.simulation.time.Chance;
import io.pgbaton.simulation.time.HostClock;
import io.pgbaton.simulation.time.Program;
import io.pgbaton.simulation.time.Scheduler;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts a simulated fleet together: its hosts, its bus, its services, and what is between them.
final class Assembly implements Surroundings.Peers, Receiver.Upstreams {

    static final ClusterId CLUSTER = new ClusterId("orders");

    private static final Instant EPOCH = Instant.parse("2026-11-23T04:00:00Z");
    /// Two clocks run apart by less than the drift that the rules allow for.
    private static final long FASTEST = 4_900;

    final Scheduler scheduler = new Scheduler();
    final Chance chance;
    final Network network;
    final SimulatedBus bus;
    final Mutations mutations;
    final Invariants invariants;
    final Map<NodeId, SimulatedHost> hosts = new LinkedHashMap<>();
    private final Settings settings;
    private DecisionLog logged = DecisionLog.unread(CLUSTER, new NodeId(Integer.MAX_VALUE));
    private int loggedTo;
    private final Wal beginning = Wal.initial(1_000_000);

    Assembly(Settings settings) {
        this.settings = settings;
        this.chance = new Chance(settings.seed());
        this.network = new Network(scheduler, chance);
        this.mutations = new Mutations(settings.mutations());
        this.bus = new SimulatedBus(scheduler, CLUSTER, !mutations.has(Mutation.NO_FIRST_WINS));
        this.invariants = new Invariants(
                scheduler, () -> logged().view(), settings.leaseRules().killBefore() * 1_000_000, settings.tells());
    }

    Instant wallClock() {
        return EPOCH.plusNanos(scheduler.now());
    }

    private HostClock clock() {
        return new HostClock(scheduler, chance.millis(1_000, 9_000), chance.between(-FASTEST, FASTEST));
    }

    SimulatedHost host(NodeId node) {
        String place = place(node);
        HostClock clock = clock();
        NodeDisk disk = new NodeDisk(profile(node));
        SimulatedPostgres server = new SimulatedPostgres(
                node,
                new DataFiles(beginning),
                new Program(scheduler, clock, chance),
                chance,
                new SimulatedPostgres.Wiring(invariants, this));
        Program agentProgram = new Program(scheduler, clock, chance);
        SimulatedAgent agent = new SimulatedAgent(new Surroundings(
                new Surroundings.Self(CLUSTER, node, settings.leaseRules()),
                new Surroundings.Host(server, disk, new Wire(scheduler, network, bus, place, agentProgram), place),
                new Surroundings.World(network, chance, mutations, this, invariants)));
        SimulatedGuard guard = new SimulatedGuard(
                new Program(scheduler, clock, chance),
                disk,
                server,
                new SimulatedGuard.AgentRun(agentProgram, agent::start),
                mutations);
        SimulatedHost host = new SimulatedHost(node, place, new SimulatedHost.Parts(server, agent, guard, disk));
        hosts.put(node, host);
        invariants.watch(host);
        return host;
    }

    private static NodeProfile profile(NodeId node) {
        return new NodeProfile(
                "n" + node,
                NodeProfile.Kind.SERVER,
                new NodeProfile.Election(100, "default", true),
                new NodeProfile.Address("host=n" + node + " port=5432", "http://n" + node + ":8008"),
                new NodeProfile.Software("simulated", 150000));
    }

    SimulatedService service(String name) {
        Program program = new Program(scheduler, clock(), chance);
        program.start();
        return new SimulatedService(
                name,
                new Wire(scheduler, network, bus, name, program),
                settings.failoverRules(),
                mutations,
                this::wallClock);
    }

    /// The decision log as whoever has read all of it knows it.
    DecisionLog logged() {
        Topic.Batch<Decision> more = bus.decisions().from(loggedTo, Integer.MAX_VALUE);
        more.records().forEach(decision -> logged = logged.read(mutations.asRead(decision, logged.view())));
        loggedTo = more.next();
        return logged;
    }

    @Override
    public String place(NodeId node) {
        return "n" + node;
    }

    private Optional<SimulatedHost> reachable(NodeId node) {
        return Optional.ofNullable(hosts.get(node)).filter(SimulatedHost::isPowered);
    }

    @Override
    public @Nullable SimulatedAgent agent(NodeId node) {
        return reachable(node).map(SimulatedHost::agent).orElse(null);
    }

    @Override
    public @Nullable SimulatedPostgres server(NodeId node) {
        return reachable(node).map(SimulatedHost::server).orElse(null);
    }

    @Override
    public void carry(NodeId from, NodeId to, Runnable arrive) {
        network.stream(place(from), place(to), arrive);
    }

    @Override
    public void flush(SimulatedPostgres upstream) {
        hosts.values().stream()
                .filter(host -> upstream.node().equals(host.server().receiver().from()))
                .filter(host -> network.carries(place(upstream.node()), host.place())
                        && network.carries(host.place(), place(upstream.node())))
                .filter(host -> host.server().program().isRunning())
                .filter(host -> upstream.files().log.contains(host.server().files().log))
                .forEach(host -> host.server().files().log = upstream.files().log);
    }
}

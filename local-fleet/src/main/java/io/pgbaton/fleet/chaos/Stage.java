package io.pgbaton.fleet.chaos;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.ServerLook;
import io.pgbaton.fleet.hosts.Cuts;
import io.pgbaton.fleet.hosts.Disk;
import io.pgbaton.fleet.hosts.NetHost;
import io.pgbaton.fleet.hosts.Slowness;
import io.pgbaton.fleet.hosts.WallClock;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Host;
import io.pgbaton.fleet.run.Part;
import io.pgbaton.fleet.write.Acknowledged;
import io.pgbaton.fleet.write.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Where a scene is played: the fleet, its hosts, and a client that writes all the time.
public final class Stage {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HostFleet hosts;
    private final Writer client;
    private final boolean shortened;
    private final NodePlan primary;
    private final List<Slowness> slow = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Stage(HostFleet hosts, Writer client, boolean shortened, NodePlan primary) {
        this.hosts = hosts;
        this.client = client;
        this.shortened = shortened;
        this.primary = primary;
    }

    public Fleet fleet() {
        return hosts.fleet();
    }

    public ClusterPlan cluster() {
        return fleet().plan().clusters().getFirst();
    }

    /// The primary when the scene began.
    public NodePlan primary() {
        return primary;
    }

    public List<NodePlan> standbys() {
        return cluster().nodes().stream().filter(node -> !node.equals(primary)).toList();
    }

    public Host host(NodePlan node) {
        return fleet().host(node);
    }

    public NetHost netHost(NodePlan node) {
        return hosts.host(node);
    }

    public Part part(String name) {
        return Part.named(fleet(), name).orElseThrow(() -> new FleetException("this fleet has no part " + name));
    }

    public List<Part> brokers() {
        return hosts.brokers().stream().map(host -> part(host.name())).toList();
    }

    public List<NetHost> brokerHosts() {
        return hosts.brokers();
    }

    /// Every failover service, the one that decides for the cluster first.
    List<Part> failovers() {
        FailoverServices services = new FailoverServices(fleet().plan());
        await("every failover service with partitions of its own", services::haveSettled);
        return services.decidingFirst(bus().partitionOfDecisions()).stream()
                .map(service -> part(service.name()))
                .toList();
    }

    /// Of a fleet that has one.
    Part service() {
        return part(fleet().plan().failovers().getFirst().name());
    }

    public List<NetHost> nodeHosts() {
        return hosts.nodes();
    }

    public List<NetHost> serviceHosts() {
        return hosts.failovers();
    }

    /// Only in fleets with clocks.
    public WallClock clock(NetHost host) {
        return hosts.clock(host);
    }

    public void rightClocks() {
        hosts.rightClocks();
    }

    public NetHost clientHost() {
        return hosts.client();
    }

    BusTools bus() {
        return new BusTools(fleet().plan().bootstrapServers(), cluster().name());
    }

    public Cuts cuts() {
        return hosts.network().cuts();
    }

    /// What any server or broker sends arrives `delay` later.
    public void slowDown(Duration delay) {
        Stream.concat(hosts.nodes().stream(), hosts.brokers().stream())
                .forEach(host -> slow.add(Slowness.of(host, delay)));
    }

    public void speedUp() {
        slow.forEach(Slowness::close);
        slow.clear();
    }

    /// The disk of the primary that was; only in fleets with disks.
    public Disk disk() {
        return hosts.disk(primary);
    }

    public void powerOff(NodePlan node) {
        hosts.network().powerOff(netHost(node));
    }

    /// The host boots: its agent starts, and decides about its server.
    public void powerOn(NodePlan node) {
        hosts.network().powerOn(netHost(node));
        host(node).start();
    }

    /// Lets time pass: `full` as the scenario says, `brief` where only the principle counts.
    public void hold(Duration full, Duration brief) {
        Deadline.in(shortened ? brief : full).await(() -> false);
    }

    public void await(String what, BooleanSupplier condition) {
        if (!Deadline.in(PATIENCE).await(condition)) {
            throw new FleetException("not within " + PATIENCE.toSeconds() + " s: " + what);
        }
    }

    /// Puts something into the outcome that a person should read there.
    void note(String words) {
        notes.add(words);
    }

    List<String> notes() {
        return notes;
    }

    /// Whether the server of `node` lets clients in.
    boolean accepts(NodePlan node) {
        return fleet().servers().look(node).isPresent();
    }

    /// Waits for the node that accepts writes now.
    NodePlan currentPrimary() {
        await("a primary", () -> fleet().servers().primaryOf(cluster()).isPresent());
        return fleet().servers()
                .primaryOf(cluster())
                .orElseThrow(() -> new FleetException("the primary is gone again"));
    }

    /// Waits until another node than `old` accepts writes, and the client's, too.
    public NodePlan awaitSuccessorOf(NodePlan old) {
        await("another primary than " + old.name(), () -> successorOf(old).isPresent());
        NodePlan successor = successorOf(old).orElseThrow(() -> new FleetException("the new primary is gone again"));
        await("acknowledged writes on " + successor.label(), () -> lastWrites(20, successor));
        return successor;
    }

    /// For a scene that must have caught an election in the middle: otherwise it has shown nothing.
    public void requireNoSuccessor() {
        successorOf(primary).ifPresent(node -> {
            throw new FleetException("the election was over before it could be interrupted: " + node.label()
                    + " is primary, and this scene has shown nothing");
        });
    }

    /// Waits for writes that begin after now.
    public void awaitWrites() {
        int before = client.acknowledged();
        await("acknowledged writes", () -> client.acknowledged() > before + 20);
    }

    public void awaitWhole() {
        await("a primary with every standby streaming", () -> fleet().servers().isWhole(cluster()));
    }

    /// Everything mended: clocks, cables, filters, frozen and dead programs.
    void restore() {
        speedUp();
        rightClocks();
        cuts().heal();
        Stream.concat(hosts.brokers().stream(), hosts.failovers().stream())
                .map(host -> part(host.name()))
                .forEach(part -> {
                    part.resume();
                    part.start();
                });
        for (NodePlan node : cluster().nodes()) {
            host(node).resume();
            powerOn(node);
        }
    }

    private boolean lastWrites(int count, NodePlan node) {
        List<Acknowledged> log = client.log();
        return log.size() >= count
                && log.subList(log.size() - count, log.size()).stream()
                        .allMatch(row -> row.node().equals(node.name()));
    }

    private Optional<NodePlan> successorOf(NodePlan old) {
        return cluster().nodes().stream()
                .filter(node -> !node.equals(old))
                .filter(node -> fleet().servers()
                        .look(node)
                        .filter(ServerLook::isPrimary)
                        .isPresent())
                .findFirst();
    }
}

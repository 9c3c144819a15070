package io.pgbaton.fleet.chaos;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.Readiness;
import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.hosts.Disk;
import io.pgbaton.fleet.hosts.NetHost;
import io.pgbaton.fleet.hosts.Network;
import io.pgbaton.fleet.hosts.WallClock;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.HostAddresses;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.run.BringUp;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Surroundings;
import io.pgbaton.fleet.run.TakeDown;
import io.pgbaton.fleet.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A fleet of one cluster in which every part has a host of its own, and so have its client and its operator.
public final class HostFleet implements AutoCloseable {

    /// What may differ from fleet to fleet: how many brokers and failover services, what the hosts have of their own,
    /// and lines of every agent's configuration.
    public record Shape(int brokers, int failoverServices, Set<Own> own, String agentSettings) {}

    /// What hosts share with the machine unless it is named here.
    public enum Own {
        /// A disk for every node.
        DISK,
        /// A wall clock for every host.
        CLOCK
    }

    private static final HostAddresses ADDRESSES = new HostAddresses("10.86.0");
    private static final int STANDBYS = 2;
    private static final int MOST_BROKERS = 3;
    private static final int MOST_FAILOVER_SERVICES = 2;
    private static final String CLIENT = "client";
    private static final String OPERATOR = "operator";

    private final Network network;
    private final Map<NodePlan, Disk> disks;
    private final Fleet fleet;

    private HostFleet(Network network, Map<NodePlan, Disk> disks, Fleet fleet) {
        this.network = network;
        this.disks = disks;
        this.fleet = fleet;
    }

    /// The hosts of the largest fleet there can be.
    public static Network hosts() {
        Map<String, String> addresses = new LinkedHashMap<>();
        FleetPlan largest = plan(MOST_BROKERS, MOST_FAILOVER_SERVICES);
        for (int broker = 1; broker <= MOST_BROKERS; broker++) {
            addresses.put(Fleet.brokerName(broker), ADDRESSES.broker(broker));
        }
        largest.failovers().forEach(service -> addresses.put(service.name(), service.host(largest)));
        largest.nodes().forEach(node -> addresses.put(hostOf(node), node.host()));
        addresses.put(CLIENT, ADDRESSES.host(60));
        addresses.put(OPERATOR, ADDRESSES.host(61));
        return Network.of(addresses);
    }

    /// Brings a fleet up on those hosts.
    public static HostFleet on(Network network, Path root, Shape shape, Terminal terminal) {
        FleetFolder folder = new FleetFolder(root);
        Map<NodePlan, Disk> disks = new HashMap<>();
        // without one nobody grants a lease to another host
        String settings = "cluster_secret = '" + UUID.randomUUID() + "'\n" + shape.agentSettings();
        boolean clocks = shape.own().contains(Own.CLOCK);
        Surroundings surroundings = new Surroundings(
                part -> entrance(network.host(hostOf(part)), folder, clocks), false, settings, groundwork -> {
                    disks(shape, disks).accept(groundwork);
                    if (clocks) {
                        WallClock.prepare(groundwork.root());
                        network.hosts().forEach(host -> clock(groundwork, host).setRight());
                    }
                });
        return new HostFleet(network, disks, BringUp.run(folder, plan(shape), surroundings, terminal));
    }

    public Fleet fleet() {
        return fleet;
    }

    public Network network() {
        return network;
    }

    NetHost host(NodePlan node) {
        return network.host(hostOf(node));
    }

    List<NetHost> failovers() {
        return fleet.plan().failovers().stream()
                .map(service -> network.host(service.name()))
                .toList();
    }

    List<NetHost> nodes() {
        return fleet.plan().nodes().stream().map(this::host).toList();
    }

    List<NetHost> brokers() {
        return IntStream.rangeClosed(1, fleet.plan().brokers())
                .mapToObj(broker -> network.host(Fleet.brokerName(broker)))
                .toList();
    }

    NetHost client() {
        return network.host(CLIENT);
    }

    /// Where `work` must be done that reaches a fleet on these hosts: no cut comes between.
    static void asOperator(Network network, Runnable work) {
        network.host(OPERATOR).namespace().call(Executors.callable(work));
    }

    /// The disk that `node` has of its own.
    Disk disk(NodePlan node) {
        Disk disk = disks.get(node);
        if (disk == null) {
            throw new FleetException(node.label() + " has no disk of its own in this fleet");
        }
        return disk;
    }

    /// The wall clock of `host`; only in fleets with clocks.
    WallClock clock(NetHost host) {
        return clock(fleet.folder(), host);
    }

    /// Sets every clock right there is.
    void rightClocks() {
        network.hosts().stream().map(this::clock).filter(WallClock::exists).forEach(WallClock::setRight);
    }

    /// Whether the next scene can be played: every node streams, the failover service answers.
    boolean isUsable() {
        List<Readiness> services = fleet.plan().failovers().stream()
                .map(service -> new Readiness(service.url(fleet.plan())))
                .toList();
        return fleet.servers().isWhole(fleet.plan().clusters().getFirst())
                && Deadline.in(Duration.ofSeconds(60))
                        .await(() -> services.stream().allMatch(Readiness::holds));
    }

    /// Copies every log to `target`, for whoever wants to know why something failed.
    void keepLogs(Path target) {
        Folders.create(target);
        Command.run(
                Duration.ofMinutes(1),
                List.of(
                        "sh",
                        "-ec",
                        "cd '" + fleet.folder().root() + "'; find . -name '*.log' -exec cp --parents {} '" + target
                                + "' \\;"));
    }

    /// Ends everything and removes its folder; the hosts stay.
    @Override
    public void close() {
        TakeDown.of(fleet.folder()).atOnce();
        disks.values().forEach(Disk::close);
        Folders.delete(fleet.folder().root());
    }

    private static Consumer<FleetFolder> disks(Shape shape, Map<NodePlan, Disk> made) {
        if (!shape.own().contains(Own.DISK)) {
            return _ -> {};
        }
        return folder -> plan(shape)
                .nodes()
                .forEach(node ->
                        made.put(node, Disk.at(folder.node(node), folder.root().resolve(hostOf(node) + ".img"))));
    }

    private static FleetPlan plan(Shape shape) {
        return plan(shape.brokers(), shape.failoverServices());
    }

    private static FleetPlan plan(int brokers, int failoverServices) {
        return FleetPlan.of(FleetPlan.DEFAULT_BASE_PORT, brokers, 1, STANDBYS, ADDRESSES)
                .withFailoverServices(failoverServices);
    }

    private static String hostOf(NodePlan node) {
        return node.cluster() + "-" + node.name();
    }

    /// `guard orders/n1` lives on the host `orders-n1`, every other part on the host of its own name.
    private static String hostOf(String part) {
        return part.substring(part.indexOf(' ') + 1).replace('/', '-');
    }

    private static List<String> entrance(NetHost host, FleetFolder folder, boolean clocks) {
        List<String> words = new ArrayList<>(host.namespace().entrance());
        if (clocks) {
            words.addAll(clock(folder, host).entrance());
        }
        return words;
    }

    private static WallClock clock(FleetFolder folder, NetHost host) {
        return WallClock.of(host, folder.root());
    }
}

package io.pgbaton.fleet.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.pgbaton.fleet.FleetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Everything a fleet consists of. All ports follow from the base port, so that two fleets with base ports that are
/// 1000 apart never meet.
public record FleetPlan(
        int basePort, int brokers, int failoverServices, List<ClusterPlan> clusters, HostAddresses addresses) {

    public static final int DEFAULT_BASE_PORT = 21_700;
    public static final int MOST_CLUSTERS = 40;
    public static final int MOST_STANDBYS = 8;
    public static final int MOST_FAILOVER_SERVICES = 3;

    /// What the base port leaves room for above it.
    private static final int PORTS = 1_000;

    private static final List<String> NAMES = List.of("orders", "billing", "stock", "users");

    public FleetPlan {
        clusters = List.copyOf(clusters);
        require(basePort >= 1024 && basePort <= 65_535 - PORTS, "--base-port is 1024 to " + (65_535 - PORTS));
        require(brokers == 1 || brokers == 3, "--brokers is 1 or 3: two brokers cannot outvote each other");
        require(
                failoverServices >= 1 && failoverServices <= MOST_FAILOVER_SERVICES,
                "--failover-services is 1 to " + MOST_FAILOVER_SERVICES);
        require(clusters.size() <= MOST_CLUSTERS, "--clusters is 1 to " + MOST_CLUSTERS);
    }

    /// The default fleet: `orders` with two standbys and `billing` with one.
    public static FleetPlan usual(int basePort, int brokers) {
        return new FleetPlan(
                basePort,
                brokers,
                1,
                List.of(
                        cluster(basePort, 0, 2, HostAddresses.LOOPBACK),
                        cluster(basePort, 1, 1, HostAddresses.LOOPBACK)),
                HostAddresses.LOOPBACK);
    }

    public static FleetPlan of(int basePort, int brokers, int clusters, int standbys) {
        return of(basePort, brokers, clusters, standbys, HostAddresses.LOOPBACK);
    }

    public static FleetPlan of(int basePort, int brokers, int clusters, int standbys, HostAddresses addresses) {
        require(clusters >= 1, "--clusters is 1 to " + MOST_CLUSTERS);
        require(standbys >= 0 && standbys <= MOST_STANDBYS, "--standbys is 0 to " + MOST_STANDBYS);
        return new FleetPlan(
                basePort,
                brokers,
                1,
                IntStream.range(0, clusters)
                        .mapToObj(index -> cluster(basePort, index, standbys, addresses))
                        .toList(),
                addresses);
    }

    /// One broker and nothing else.
    public static FleetPlan broker(int basePort) {
        return new FleetPlan(basePort, 1, 1, List.of(), HostAddresses.LOOPBACK);
    }

    /// The same with `count` failover services.
    public FleetPlan withFailoverServices(int count) {
        return new FleetPlan(basePort, brokers, count, clusters, addresses);
    }

    private static ClusterPlan cluster(int basePort, int index, int standbys, HostAddresses addresses) {
        String name = index < NAMES.size() ? NAMES.get(index) : "cluster" + (index + 1);
        return new ClusterPlan(
                name,
                IntStream.rangeClosed(1, standbys + 1)
                        .mapToObj(number -> new NodePlan(
                                name,
                                number,
                                addresses.node(index, number),
                                basePort + 100 + 10 * index + number,
                                basePort + 500 + 10 * index + number))
                        .toList());
    }

    @JsonIgnore
    public List<NodePlan> nodes() {
        return clusters.stream().flatMap(cluster -> cluster.nodes().stream()).toList();
    }

    /// Every copy of every service, in the order they are started.
    @JsonIgnore
    public List<Instance> instances() {
        return Stream.of(Service.values())
                .flatMap(service ->
                        service == Service.FAILOVER ? failovers().stream() : Stream.of(Instance.first(service)))
                .toList();
    }

    public List<Instance> failovers() {
        return IntStream.rangeClosed(1, failoverServices)
                .mapToObj(number -> new Instance(Service.FAILOVER, number))
                .toList();
    }

    public ClusterPlan cluster(String name) {
        return clusters.stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FleetException("there is no cluster " + name + ": this fleet has "
                        + clusters.stream().map(ClusterPlan::name).collect(Collectors.joining(", "))));
    }

    /// The node that `text` names: `orders/n1`, `orders/1`, `orders-1` or `orders-n1`.
    public NodePlan node(String text) {
        return nodes().stream()
                .filter(node -> text.matches(node.cluster() + "[/-]n?" + node.number()))
                .findFirst()
                .orElseThrow(() -> new FleetException("there is no node " + text + ": this fleet has "
                        + nodes().stream().map(NodePlan::label).collect(Collectors.joining(", "))));
    }

    /// The port of broker 1, 2 or 3.
    public int brokerPort(int broker) {
        return basePort + broker - 1;
    }

    public int controllerPort(int broker) {
        return basePort + 4 + broker;
    }

    public String bootstrapServers() {
        return IntStream.rangeClosed(1, brokers)
                .mapToObj(broker -> addresses.broker(broker) + ":" + brokerPort(broker))
                .collect(Collectors.joining(","));
    }

    public int historyPort() {
        return basePort + 10;
    }

    public int smtpPort() {
        return basePort + 25;
    }

    public int webhookPort() {
        return basePort + 26;
    }

    /// Of a PgBouncer, where a bench or a test sets one up.
    public int poolerPort() {
        return basePort + 32;
    }

    /// The brokers' ports and what listens on each.
    public Map<Integer, String> busPorts() {
        Map<Integer, String> ports = new LinkedHashMap<>();
        for (int broker = 1; broker <= brokers; broker++) {
            ports.put(brokerPort(broker), "Kafka broker " + broker);
            ports.put(controllerPort(broker), "Kafka controller " + broker);
        }
        return ports;
    }

    /// Every port and what listens on it.
    public Map<Integer, String> ports() {
        Map<Integer, String> ports = new LinkedHashMap<>(busPorts());
        ports.put(historyPort(), "history PostgreSQL");
        ports.put(smtpPort(), "SMTP sink");
        ports.put(webhookPort(), "webhook sink");
        for (Instance service : instances()) {
            ports.put(service.port(this), service.name() + " service");
        }
        for (NodePlan node : nodes()) {
            ports.put(node.postgresPort(), "PostgreSQL of " + node.label());
            ports.put(node.agentPort(), "agent of " + node.label());
        }
        return ports;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new FleetException(otherwise);
        }
    }
}

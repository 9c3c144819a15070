package io.pgbaton.fleet.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/// What a broker is started with: its own address, and those of all brokers of its cluster (itself among them).
public record BrokerSettings(Path folder, Address self, List<Address> all) {

    /// Broker and controller are one process ("combined mode") with a port for each.
    public record Address(int id, String host, int port, int controllerPort) {}

    public BrokerSettings {
        all = List.copyOf(all);
        if (!all.contains(self)) {
            throw new IllegalArgumentException("broker " + self.id() + " is not one of its own cluster");
        }
    }

    public static BrokerSettings single(Path folder, int port, int controllerPort) {
        Address address = new Address(1, "127.0.0.1", port, controllerPort);
        return new BrokerSettings(folder, address, List.of(address));
    }

    /// `server.properties`. Sized for a laptop: few threads, small buffers, few partitions of the internal topics.
    Properties serverProperties() {
        int replicas = Math.min(3, all.size());
        int inSync = Math.min(2, replicas);
        Properties p = new Properties();
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", Integer.toString(self.id()));
        p.setProperty(
                "listeners",
                "CLIENT://" + self.host() + ":" + self.port() + ",CONTROLLER://" + self.host() + ":"
                        + self.controllerPort());
        p.setProperty("advertised.listeners", "CLIENT://" + self.host() + ":" + self.port());
        p.setProperty("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "CLIENT");
        p.setProperty("controller.listener.names", "CONTROLLER");
        p.setProperty("controller.quorum.voters", voters());
        p.setProperty("log.dirs", folder.resolve("data").toString());
        p.setProperty("auto.create.topics.enable", "false");
        p.setProperty("default.replication.factor", Integer.toString(replicas));
        p.setProperty("min.insync.replicas", Integer.toString(inSync));
        p.setProperty("offsets.topic.replication.factor", Integer.toString(replicas));
        p.setProperty("offsets.topic.num.partitions", "4");
        p.setProperty("transaction.state.log.replication.factor", Integer.toString(replicas));
        p.setProperty("transaction.state.log.num.partitions", "4");
        p.setProperty("transaction.state.log.min.isr", Integer.toString(inSync));
        // a failover service that is gone is replaced after a lease, and leases may be short (rule O3)
        p.setProperty("group.min.session.timeout.ms", "500");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "2");
        p.setProperty("background.threads", "2");
        p.setProperty("num.recovery.threads.per.data.dir", "2");
        p.setProperty("log.cleaner.dedupe.buffer.size", "8388608");
        p.setProperty("log.index.size.max.bytes", "1048576");
        // a broker that was killed comes back at once instead of waiting out its old session
        p.setProperty("broker.session.timeout.ms", "3000");
        p.setProperty("broker.heartbeat.interval.ms", "500");
        // a broker that stands still answers nobody: the others must not wait half a minute for it, neither with the
        // end of a transaction nor with a change of leaders
        p.setProperty("request.timeout.ms", "3000");
        p.setProperty("controller.socket.timeout.ms", "3000");
        p.setProperty("replica.socket.timeout.ms", "3000");
        return p;
    }

    private String voters() {
        return all.stream()
                .map(address -> address.id() + "@" + address.host() + ":" + address.controllerPort())
                .collect(Collectors.joining(","));
    }
}

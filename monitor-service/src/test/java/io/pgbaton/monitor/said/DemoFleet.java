package io.pgbaton.monitor.said;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Reason;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Severity;
import io.pgbaton.contracts.Term;
import io.pgbaton.fleet.kafka.KafkaBroker;
import io.pgbaton.fleet.kafka.KafkaTopics;
import io.pgbaton.fleet.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// A fleet that is only talk, to look at the pages with: `DemoFleet FOLDER CLUSTERS`. Writes the service's
/// configuration to FOLDER/monitor.properties and speaks until it is killed.
public final class DemoFleet {

    private static final String[] NAMES = {
        "orders",
        "billing",
        "catalogue",
        "payments",
        "identity",
        "search",
        "ledger",
        "shipping",
        "reviews",
        "sessions",
        "pricing",
        "stock",
        "mailing",
        "audit",
        "reports",
        "geo"
    };

    private final Bus bus;
    private final int clusters;
    private final Random random = new Random(7);
    private long sequence;

    private DemoFleet(Bus bus, int clusters) {
        this.bus = bus;
        this.clusters = clusters;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        try (KafkaBroker broker = KafkaBroker.startIn(folder.resolve("kafka"));
                PostgresServer history = PostgresServer.running();
                Bus bus = new Bus(broker.bootstrapServers())) {
            KafkaTopics.createAll(broker, 24);
            Files.writeString(
                    folder.resolve("monitor.properties"), """
                    pgbaton.bus=%s
                    quarkus.datasource.jdbc.url=%s
                    quarkus.datasource.username=postgres
                    """.formatted(broker.bootstrapServers(), history.jdbcUrl()));
            new DemoFleet(bus, Integer.parseInt(arguments[1])).speak();
        }
    }

    private String name(int index) {
        return index < NAMES.length ? NAMES[index] : NAMES[index % NAMES.length] + "-" + index / NAMES.length;
    }

    private void speak() throws InterruptedException {
        introduce();
        while (true) {
            sequence++;
            for (int index = 0; index < clusters; index++) {
                beat(index);
            }
            Thread.sleep(500);
        }
    }

    private void introduce() {
        for (int index = 0; index < clusters; index++) {
            String name = name(index);
            bus.say(view(index));
            for (int id = 1; id <= 3; id++) {
                bus.say(Node.of(name, id).described());
            }
        }
        story(name(0), 11);
        story(name(3), 300);
    }

    private ClusterView view(int index) {
        String name = name(index);
        return switch (index) {
            case 0 -> cascade(Views.steady(name, 2, 4));
            case 5 ->
                Views.of(
                        name,
                        1,
                        3,
                        new Phase.Halted(
                                Reason.LAG_ABOVE_LIMIT,
                                "Promote by hand with: pgbaton standby promote --accept-loss 96MB."));
            case 4 -> Views.of(name, 1, 3, new Phase.Freezing(new Term(4), Reason.PRIMARY_RELEASED, true, null));
            default -> Views.steady(name, 1, 3);
        };
    }

    private static ClusterView cascade(ClusterView view) {
        List<ClusterView.Member> members = view.members().stream()
                .map(member -> member.node().value() == 4
                        ? new ClusterView.Member(member.node(), member.profile(), false, new NodeId(3))
                        : member)
                .toList();
        return new ClusterView(new ClusterId("orders"), view.version(), view.reign(), view.phase(), members);
    }

    private void beat(int index) {
        String name = name(index);
        long written = 0x5_0000_0000L + sequence * 180_000 + random.nextInt(60_000);
        int primary = index == 0 ? 2 : 1;
        if (index == 4 || index == 5) {
            bus.say(Node.of(name, 1).fenced(sequence, 3));
        } else {
            bus.say(Node.of(name, primary).primary(sequence, written));
        }
        int nodes = index == 0 ? 4 : 3;
        for (int id = 1; id <= nodes; id++) {
            if (id != primary) {
                standby(index, id, primary, written);
            }
        }
    }

    private void standby(int index, int id, int primary, long written) {
        Node node = Node.of(name(index), id);
        if (index == 2 && id == 3) {
            bus.say(node.without(sequence, ServerState.CRASHED));
        } else if (index == 7 && id == 2) {
            bus.say(node.standby(sequence, new Node.Stream(null, null, 1), written - 9_000_000, written - 9_000_000));
        } else if (index == 1 && id == 3) {
            bus.say(node.standby(sequence, primary, written - 21_000_000, written - 48_000_000));
        } else if (index != 6 || id != 3 || sequence < 4) {
            long lag = random.nextInt(3) == 0 ? random.nextInt(400_000) : random.nextInt(40_000);
            bus.say(node.standby(sequence, index == 0 && id == 4 ? 3 : primary, written - lag / 2, written - lag));
        }
    }

    private void story(String cluster, long secondsAgo) {
        Instant then = Instant.now().minusSeconds(secondsAgo);
        say(
                cluster,
                EventKind.AGENT_START,
                then.minusSeconds(7_000),
                "agent 0.1.0 began to watch PostgreSQL 15.4 on port 5432");
        say(cluster, EventKind.STANDBY_REGISTER, then.minusSeconds(6_900), "n2 joined the cluster as a standby of n1");
        say(
                cluster,
                EventKind.SERVER_DOWN,
                then,
                "the postmaster of n1 ended (its connection broke); no process is left, the lease of term 2 is given back");
        say(
                cluster,
                EventKind.FAILOVER_STARTED,
                then.plusMillis(41),
                "the primary n1 is lost: its server is gone and its agent gave the lease back; election of term 3 opens");
        say(
                cluster,
                EventKind.FAILOVER_PROMOTE,
                then.plusMillis(97),
                "n2 was chosen over n3: it holds the most write-ahead log, 5/30000A8 against 5/3000000");
        say(
                cluster,
                EventKind.STANDBY_PROMOTE,
                then.plusMillis(412),
                "n2 is primary on timeline 2 since 5/30000A8; writes were refused for 0.48 s");
        say(cluster, EventKind.FAILOVER_FOLLOW, then.plusMillis(640), "n3 streams from n2");
        say(
                cluster,
                EventKind.NODE_REJOIN,
                then.plusMillis(6_100),
                "n1 was rewound from timeline 1 and follows n2; nothing was discarded");
        bus.say(Views.event(
                cluster,
                cluster + "-strange",
                "slot_dropped",
                Severity.WARNING,
                new Views.Said(
                        "replication slot \"<old>&1\" was dropped: nobody has used it for 3 days",
                        then.minusSeconds(400))));
    }

    private void say(String cluster, EventKind kind, Instant at, String details) {
        bus.say(Views.event(cluster, cluster + "-" + kind + "-" + at.toEpochMilli(), kind, details, at));
    }
}

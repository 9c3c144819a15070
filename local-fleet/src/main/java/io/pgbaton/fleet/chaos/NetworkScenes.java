package io.pgbaton.fleet.chaos;

import io.pgbaton.fleet.hosts.NetHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Cables that are cut, in whole or in part, and lines that lose packets.
final class NetworkScenes {

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration NO_GAP = Duration.ofSeconds(1);

    private NetworkScenes() {}

    static List<Scene> all() {
        return List.of(
                new Scene(
                        7,
                        "primary-isolated",
                        "the primary's host is cut off, then healed",
                        Expectation.failover(Expectation.Loss.UNRECEIVED, LEASE.plusSeconds(1))
                                .backWithin(Duration.ofSeconds(15)),
                        stage -> {
                            stage.cuts().isolate(stage.netHost(stage.primary()));
                            stage.awaitSuccessorOf(stage.primary());
                            stage.hold(Duration.ofSeconds(60), Duration.ofSeconds(8));
                        }),
                new Scene(
                        8,
                        "primary-without-kafka",
                        "the primary's host is cut off from Kafka only",
                        Expectation.noFailover(NO_GAP),
                        stage -> {
                            stage.cuts().between(stage.netHost(stage.primary()), stage.brokerHosts());
                            stage.hold(Duration.ofSeconds(60), Duration.ofSeconds(10));
                            stage.cuts().heal();
                            stage.hold(Duration.ofSeconds(15), Duration.ofSeconds(5));
                        }),
                new Scene(
                        9,
                        "primary-with-kafka-only",
                        "the primary's host reaches Kafka, but no client and no standby",
                        Expectation.atMostOneFailover(),
                        stage -> {
                            List<NetHost> others = new ArrayList<>(stage.nodeHosts());
                            others.add(stage.clientHost());
                            stage.cuts().between(stage.netHost(stage.primary()), others);
                            stage.hold(Duration.ofSeconds(60), Duration.ofSeconds(10));
                        }),
                asymmetric("primary-unheard", "nobody hears the primary's host, which hears everybody", true),
                asymmetric("primary-deaf", "the primary's host hears nobody, everybody hears it", false),
                new Scene(
                        11,
                        "slow-and-lossy",
                        "everything takes 200 ms longer, 10 % of all packets are lost",
                        Expectation.noFailover(Duration.ZERO),
                        Duration.ofSeconds(4),
                        stage -> {
                            stage.slowDown(Duration.ofMillis(200));
                            stage.cuts().lose(10);
                            stage.hold(Duration.ofMinutes(5), Duration.ofSeconds(20));
                            stage.speedUp();
                            stage.cuts().lose(0);
                            stage.hold(Duration.ofSeconds(10), Duration.ofSeconds(4));
                        }),
                new Scene(
                        11,
                        "flapping",
                        "the primary's cable flaps twenty times",
                        Expectation.atMostOneFailover(),
                        NetworkScenes::flap));
    }

    private static Scene asymmetric(String name, String title, boolean unheard) {
        return new Scene(10, name, title, Expectation.atMostOneFailover(), stage -> {
            NetHost primary = stage.netHost(stage.primary());
            List<NetHost> others = new ArrayList<>(stage.nodeHosts());
            others.addAll(stage.brokerHosts());
            others.add(stage.clientHost());
            if (unheard) {
                stage.cuts().oneWay(primary, others);
            } else {
                others.stream()
                        .filter(other -> !other.equals(primary))
                        .forEach(other -> stage.cuts().oneWay(other, List.of(primary)));
            }
            stage.hold(Duration.ofSeconds(60), Duration.ofSeconds(10));
        });
    }

    /// Up and down, each too short for a lease to end.
    private static void flap(Stage stage) {
        for (int flap = 0; flap < 20; flap++) {
            stage.cuts().isolate(stage.netHost(stage.primary()));
            stage.hold(Duration.ofSeconds(1), Duration.ofMillis(500));
            stage.cuts().heal();
            stage.hold(Duration.ofSeconds(2), Duration.ofMillis(500));
        }
        stage.awaitWrites();
    }
}

package io.pgbaton.fleet.chaos;

import io.pgbaton.fleet.hosts.NetHost;
import io.pgbaton.fleet.run.Target;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Wall clocks that jump. They are played on a fleet in which every host has a clock of its own: leases and deadlines
/// go by monotonic clocks, and ages by who reads them.
final class ClockScenes {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LEASE = Duration.ofSeconds(3);

    private ClockScenes() {}

    static List<Scene> all() {
        return List.of(
                new Scene(
                        23,
                        "clocks-jump",
                        "one after the other, the clocks of servers, brokers and services jump by an hour",
                        Expectation.noFailover(Duration.ofSeconds(1)),
                        stage -> {
                            jumpInTurn(stage, HOUR);
                            jumpInTurn(stage, HOUR.negated());
                            stage.rightClocks();
                            hold(stage);
                        }),
                new Scene(
                        23,
                        "clocks-apart",
                        "the clocks of servers, brokers and services are hours apart, and the postmaster is killed",
                        Expectation.failover(Expectation.Loss.NONE, LEASE.plusSeconds(1)),
                        stage -> {
                            stage.clock(stage.netHost(stage.primary())).jump(HOUR.negated());
                            stage.brokerHosts()
                                    .forEach(host -> stage.clock(host).jump(HOUR));
                            stage.serviceHosts()
                                    .forEach(host -> stage.clock(host).jump(HOUR.multipliedBy(-3)));
                            hold(stage);
                            stage.host(stage.primary()).kill(Target.POSTMASTER);
                            stage.awaitSuccessorOf(stage.primary());
                        }));
    }

    /// The primary's first, then a standby's, a broker's, a service's, until all are wrong alike.
    private static void jumpInTurn(Stage stage, Duration wrong) {
        Stream<NetHost> nodes = Stream.concat(Stream.of(stage.primary()), stage.standbys().stream())
                .map(stage::netHost);
        Stream.of(nodes, stage.brokerHosts().stream(), stage.serviceHosts().stream())
                .flatMap(hosts -> hosts)
                .forEach(host -> {
                    stage.clock(host).jump(wrong);
                    hold(stage);
                });
    }

    private static void hold(Stage stage) {
        stage.hold(Duration.ofSeconds(20), LEASE.multipliedBy(2));
    }
}

package io.pgbaton.fleet.chaos;

import io.pgbaton.contracts.Phase;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Part;
import io.pgbaton.fleet.run.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Kafka and the failover service: gone, frozen, confused.
final class BusScenes {

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration NO_GAP = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration BRIEFLY = Duration.ofSeconds(5);

    private BusScenes() {}

    static List<Scene> all() {
        return List.of(
                new Scene(
                        12,
                        "kafka-gone",
                        "all of Kafka is gone, and comes back",
                        Expectation.noFailover(NO_GAP),
                        stage -> {
                            stage.brokers().forEach(Part::kill);
                            stage.hold(Duration.ofMinutes(5), Duration.ofSeconds(12));
                            stage.brokers().forEach(Part::start);
                            stage.hold(Duration.ofSeconds(30), QUIET);
                        }),
                new Scene(
                        13,
                        "kafka-gone-primary-dies",
                        "Kafka is gone, the primary's host dies, Kafka comes back",
                        Expectation.failover(Expectation.Loss.UNRECEIVED, Duration.ZERO),
                        stage -> {
                            stage.brokers().forEach(Part::kill);
                            stage.hold(QUIET, BRIEFLY);
                            stage.powerOff(stage.primary());
                            stage.hold(QUIET, BRIEFLY);
                            stage.brokers().forEach(Part::start);
                            stage.awaitSuccessorOf(stage.primary());
                        }),
                serviceKilled("service-killed-freezing", "while it freezes", BusScenes::stopInElection),
                serviceKilled("service-killed-promoting", "while it promotes", BusScenes::stopInPromotion),
                new Scene(
                        17,
                        "service-zombie",
                        "the failover service is frozen in mid-election and resumes later",
                        Expectation.failover(Expectation.Loss.NONE, Duration.ZERO),
                        stage -> {
                            Part service = service(stage);
                            stage.bus()
                                    .awaitPhase(
                                            Phase.Freezing.class,
                                            () -> stage.host(stage.primary()).kill(Target.POSTMASTER));
                            service.hang();
                            stage.hold(Duration.ofSeconds(60), Duration.ofSeconds(10));
                            stage.requireNoSuccessor();
                            service.resume();
                            stage.awaitSuccessorOf(stage.primary());
                        }),
                new Scene(
                        19,
                        "decisions-replayed",
                        "every decision so far comes once more, promotions too",
                        Expectation.noFailover(NO_GAP),
                        stage -> {
                            stage.bus().replayDecisions();
                            stage.hold(Duration.ofSeconds(30), QUIET);
                        }),
                new Scene(
                        20,
                        "all-read-again",
                        "service and agents start again and read every decision from the beginning",
                        Expectation.noFailover(NO_GAP),
                        BusScenes::readAgain),
                new Scene(
                        20,
                        "decisions-lost",
                        "the decision log is emptied, the standbys' agents start again, the postmaster is killed",
                        Expectation.failover(Expectation.Loss.NONE, LEASE.plusSeconds(1)),
                        BusScenes::logLost),
                new Scene(
                        22,
                        "poison",
                        "garbage on every topic, then the postmaster is killed",
                        Expectation.failover(Expectation.Loss.NONE, LEASE.plusSeconds(1)),
                        stage -> {
                            stage.bus().poison();
                            stage.hold(BRIEFLY, Duration.ofSeconds(2));
                            stage.host(stage.primary()).kill(Target.POSTMASTER);
                            stage.awaitSuccessorOf(stage.primary());
                        }),
                new Scene(
                        21,
                        "partitions-added",
                        "every topic gets twice its partitions, then the postmaster is killed",
                        Expectation.failover(Expectation.Loss.NONE, LEASE.plusSeconds(1)),
                        stage -> {
                            stage.bus().doublePartitions();
                            stage.hold(QUIET, BRIEFLY);
                            stage.host(stage.primary()).kill(Target.POSTMASTER);
                            stage.awaitSuccessorOf(stage.primary());
                        }));
    }

    /// These want three brokers: one of them is the leader of the decision log.
    static List<Scene> ofThreeBrokers() {
        return List.of(
                broker(14, "broker-killed", "the broker that leads the decision log is killed in mid-failover", false),
                broker(15, "broker-stopped", "the broker that leads the decision log is frozen in mid-failover", true));
    }

    private static Scene broker(int number, String name, String title, boolean freeze) {
        return new Scene(
                number, name, title, Expectation.failover(Expectation.Loss.NONE, Duration.ofSeconds(30)), stage -> {
                    BusTools bus = stage.bus();
                    Part leader = stage.part(Fleet.brokerName(bus.leaderOfDecisions(bus.partitionOfDecisions())));
                    stage.host(stage.primary()).kill(Target.POSTMASTER);
                    if (freeze) {
                        leader.hang();
                    } else {
                        leader.kill();
                    }
                    stage.awaitSuccessorOf(stage.primary());
                });
    }

    private static Scene serviceKilled(String name, String when, Consumer<Stage> until) {
        return new Scene(
                16,
                name,
                "the failover service is killed " + when + ", and started again",
                Expectation.failover(Expectation.Loss.NONE, Duration.ZERO),
                stage -> {
                    Part service = service(stage);
                    until.accept(stage);
                    service.kill();
                    stage.cuts().heal();
                    stage.hold(BRIEFLY, Duration.ofSeconds(2));
                    service.start();
                    stage.awaitSuccessorOf(stage.primary());
                });
    }

    /// These want a second failover service: nobody starts the first one again.
    static List<Scene> ofTwoServices() {
        return List.of(
                serviceReplaced("service-killed-freezing-other", "while it freezes", BusScenes::stopInElection),
                serviceReplaced("service-killed-promoting-other", "while it promotes", BusScenes::stopInPromotion),
                new Scene(
                        18,
                        "two-owners",
                        "the failover service is frozen in mid-election, another one decides, both are awake again",
                        Expectation.failover(Expectation.Loss.NONE, Duration.ZERO),
                        BusScenes::twoOwners));
    }

    private static void twoOwners(Stage stage) {
        Part deciding = service(stage);
        stopInElection(stage);
        deciding.hang();
        stage.cuts().heal();
        stage.awaitSuccessorOf(stage.primary());
        deciding.resume();
        stage.hold(Duration.ofSeconds(30), QUIET);
    }

    private static Scene serviceReplaced(String name, String when, Consumer<Stage> until) {
        return new Scene(
                16,
                name,
                "the failover service is killed " + when + ", and another one goes on",
                Expectation.failover(Expectation.Loss.NONE, Duration.ZERO),
                stage -> {
                    Part deciding = service(stage);
                    until.accept(stage);
                    deciding.kill();
                    stage.cuts().heal();
                    stage.awaitSuccessorOf(stage.primary());
                });
    }

    /// An election that goes no further: no standby hears of it.
    private static void stopInElection(Stage stage) {
        stage.bus().awaitPhase(Phase.Freezing.class, () -> {
            stage.standbys().forEach(node -> stage.cuts().between(stage.netHost(node), stage.brokerHosts()));
            stage.host(stage.primary()).kill(Target.POSTMASTER);
        });
    }

    private static void stopInPromotion(Stage stage) {
        stage.bus()
                .awaitPhase(
                        Phase.Promoting.class, () -> stage.host(stage.primary()).kill(Target.POSTMASTER));
    }

    /// Each in turn, so that nobody has a reason to fail over.
    private static void readAgain(Stage stage) {
        Part service = service(stage);
        service.kill();
        service.start();
        stage.standbys().forEach(node -> {
            stage.host(node).kill(Target.AGENT);
            stage.host(node).start();
        });
        stage.hold(Duration.ofSeconds(30), QUIET);
    }

    /// O5: who begins with an empty log asks for the view, and can take over only then.
    private static void logLost(Stage stage) {
        stage.bus().truncateDecisions();
        stage.standbys().forEach(node -> {
            stage.host(node).kill(Target.AGENT);
            stage.host(node).start();
        });
        stage.hold(Duration.ofSeconds(30), QUIET);
        stage.host(stage.primary()).kill(Target.POSTMASTER);
        stage.awaitSuccessorOf(stage.primary());
    }

    private static Part service(Stage stage) {
        return stage.failovers().getFirst();
    }
}

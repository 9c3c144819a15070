package io.pgbaton.fleet.chaos;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.run.Target;
import java.time.Duration;
import java.util.List;

/// Servers, agents and hosts that die or freeze.
final class ServerScenes {

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration HANG_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration NO_GAP = Duration.ofSeconds(1);

    private ServerScenes() {}

    static List<Scene> all() {
        return List.of(
                new Scene(
                        1,
                        "postmaster-killed",
                        "postmaster kill -9 under load",
                        Expectation.failover(Expectation.Loss.NONE, Duration.ofMillis(700)),
                        stage -> {
                            stage.host(stage.primary()).kill(Target.POSTMASTER);
                            stage.awaitSuccessorOf(stage.primary());
                        }),
                new Scene(
                        2,
                        "host-gone",
                        "the primary's host loses its power",
                        Expectation.failover(Expectation.Loss.UNRECEIVED, LEASE.plusSeconds(1)),
                        stage -> {
                            stage.powerOff(stage.primary());
                            stage.awaitSuccessorOf(stage.primary());
                        }),
                new Scene(3, "agent-killed", "the primary's agent is killed", Expectation.noFailover(NO_GAP), stage -> {
                    stage.host(stage.primary()).kill(Target.AGENT);
                    stage.hold(Duration.ofSeconds(20), Duration.ofSeconds(8));
                    stage.host(stage.primary()).start();
                    stage.hold(Duration.ofSeconds(10), Duration.ofSeconds(5));
                }),
                new Scene(
                        4, "agent-stopped", "the primary's agent is frozen", Expectation.atMostOneFailover(), stage -> {
                            stage.host(stage.primary()).hang(Target.AGENT);
                            stage.hold(Duration.ofSeconds(30), Duration.ofSeconds(8));
                            stage.host(stage.primary()).resume();
                            stage.hold(Duration.ofSeconds(10), Duration.ofSeconds(5));
                        }),
                hung("postmaster-stopped", "the primary's postmaster is frozen", Target.POSTMASTER),
                hung("server-stopped", "every process of the primary's server is frozen", Target.POSTGRES),
                new Scene(
                        27,
                        "two-hosts-gone",
                        "the primary's and a standby's host lose their power together",
                        Expectation.failover(Expectation.Loss.UNRECEIVED, LEASE.plusSeconds(1)),
                        stage -> {
                            stage.powerOff(stage.standbys().getFirst());
                            stage.powerOff(stage.primary());
                            stage.awaitSuccessorOf(stage.primary());
                        }),
                new Scene(
                        27,
                        "candidate-gone",
                        "the candidate's host loses its power while it is promoted",
                        new Expectation(
                                Expectation.Handovers.ANY, Expectation.Loss.UNRECEIVED, Duration.ZERO, Duration.ZERO),
                        ServerScenes::candidateGone));
    }

    private static Scene hung(String name, String title, Target what) {
        return new Scene(
                5, name, title, Expectation.failover(Expectation.Loss.NONE, HANG_TIMEOUT.plusMillis(1500)), stage -> {
                    stage.host(stage.primary()).hang(what);
                    stage.awaitSuccessorOf(stage.primary());
                });
    }

    /// Whoever is named in the view that promotes goes; the last node takes over.
    private static void candidateGone(Stage stage) {
        var promoting = stage.bus().awaitPhase(Phase.Promoting.class, () -> stage.powerOff(stage.primary()));
        NodePlan candidate = stage.standbys().stream()
                .filter(node -> promoting.view().isPrimary(new NodeId(node.number())))
                .findFirst()
                .orElse(stage.standbys().getFirst());
        stage.powerOff(candidate);
        stage.awaitWrites();
    }
}

package io.pgbaton.fleet.chaos;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.FailoverApi;
import io.pgbaton.fleet.ask.ServerLook;
import io.pgbaton.fleet.configure.PostgresConf;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.postgres.DataDirectory;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.Folders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Hosts that come back: at a bad moment, without what they need, or as somebody else.
final class ReturnScenes {

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private ReturnScenes() {}

    static List<Scene> all() {
        return List.of(
                new Scene(
                        26,
                        "primary-returns",
                        "the dead primary's host returns while the election runs",
                        Expectation.atMostOneFailover(),
                        stage -> {
                            stage.bus().awaitPhase(Phase.Freezing.class, () -> stage.powerOff(stage.primary()));
                            stage.powerOn(stage.primary());
                            stage.awaitWhole();
                        }),
                new Scene(
                        28,
                        "rewind-impossible",
                        "the dead primary's host returns without its log: no rewind is possible",
                        Expectation.failover(Expectation.Loss.UNRECEIVED, Duration.ofSeconds(4)),
                        stage -> {
                            stage.powerOff(stage.primary());
                            stage.awaitSuccessorOf(stage.primary());
                            Path log = data(stage, stage.primary()).resolve("pg_wal");
                            Command.run(
                                    Duration.ofSeconds(30), List.of("sh", "-ec", "find '" + log + "' -type f -delete"));
                            stage.powerOn(stage.primary());
                            stage.awaitWhole();
                        }),
                new Scene(
                        29,
                        "stranger",
                        "a standby's host returns with the data of another cluster",
                        Expectation.noFailover(Duration.ofSeconds(1)),
                        ReturnScenes::stranger));
    }

    private static void stranger(Stage stage) {
        NodePlan standby = stage.standbys().getFirst();
        stage.powerOff(standby);
        DataDirectory data = stage.fleet().data(standby);
        Folders.delete(data.path());
        data.initdb(
                new DataDirectory.Superuser(
                        Secrets.SUPERUSER, stage.fleet().folder().passwordFile()),
                PostgresConf.settings(stage.fleet().plan().addresses()),
                PostgresConf.access(stage.fleet().plan().addresses()));
        stage.powerOn(standby);
        stage.hold(Duration.ofSeconds(30), Duration.ofSeconds(10));
        boolean joined = stage.fleet()
                .servers()
                .look(standby)
                .filter(ServerLook::receiving)
                .isPresent();
        stage.powerOff(standby);
        Folders.delete(data.path());
        stage.powerOn(standby);
        cloneAgain(stage, standby);
        if (joined) {
            throw new FleetException(standby.label() + " streams, with the data of another cluster");
        }
        stage.awaitWhole();
    }

    /// Asks until it is taken up: the service may not have heard yet that the data directory is empty.
    private static void cloneAgain(Stage stage, NodePlan standby) {
        FailoverApi service = new FailoverApi(stage.fleet().plan());
        stage.await("the order to clone " + standby.label() + " taken up", () -> {
            RequestStatus asked =
                    service.ask(standby.cluster(), new Request.CloneStandby(new NodeId(standby.number())));
            return Deadline.in(ANSWER).await(() -> isAnswered(service.status(asked)))
                    && service.status(asked).state() != RequestStatus.State.REFUSED;
        });
    }

    /// The first step says that it was asked, the next one what came of it.
    private static boolean isAnswered(RequestStatus status) {
        return status.state() != RequestStatus.State.RUNNING || status.steps().size() > 1;
    }

    private static Path data(Stage stage, NodePlan node) {
        return stage.fleet().folder().dataDirectory(node);
    }
}

package io.pgbaton.fleet.chaos;

import io.pgbaton.contracts.Phase;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.Console;
import io.pgbaton.fleet.pooler.PgBouncer;
import io.pgbaton.fleet.run.Part;
import io.pgbaton.fleet.run.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A switchover that somebody asked for on the command line, of which one step is made to fail. Whatever fails, one
/// primary must accept writes before anything is mended, and the console must have said what came of it: done when
/// another node is primary, failed and why when it is the one from before.
public final class SwitchoverScenes {

    /// The longest stop of a primary, and what follows it. A service that is alone has to start, too.
    private static final Duration LONGEST_GAP = Duration.ofSeconds(20);

    /// The console gives up by itself before.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final int DONE = 0;
    private static final int FAILED = 18;
    private static final int INCOMPLETE = 22;

    private SwitchoverScenes() {}

    /// In the order of the steps they strike at.
    public static List<Scene> all() {
        return Stream.of(ofPoolers(), whileStopping(), whileElecting(), whilePromoting(), afterwards())
                .flatMap(List::stream)
                .toList();
    }

    /// These want PgBouncer on this machine.
    static List<Scene> ofPoolers() {
        return List.of(
                scene("pooler-busy", "a transaction stays open in PgBouncer", Expectation.Handovers.NONE, stage -> {
                    try (PgBouncer pooler = PgBouncer.beside(stage.fleet(), Moment.sibling(stage));
                            Connection client = pooler.connect();
                            Statement statement = client.createStatement()) {
                        client.setAutoCommit(false);
                        statement.execute("SELECT txid_current()");
                        judge(stage, ask(stage));
                        client.commit();
                    } catch (SQLException e) {
                        throw new FleetException("what was open in PgBouncer is broken off: " + e.getMessage(), e);
                    }
                }),
                pooler("pooler-killed", "PgBouncer is killed as it begins", PgBouncer::kill),
                pooler("pooler-frozen", "PgBouncer is frozen as it begins", PgBouncer::hang));
    }

    private static List<Scene> whileStopping() {
        return List.of(
                struck(
                        Moment.STOPPING,
                        "agent-killed",
                        "the primary's agent is killed",
                        stage -> stage.host(stage.primary()).kill(Target.AGENT)),
                struck(
                        Moment.STOPPING,
                        "agent-frozen",
                        "the primary's agent is frozen",
                        stage -> stage.host(stage.primary()).hang(Target.AGENT)),
                struck(
                        Moment.STOPPING,
                        "server-killed",
                        "the primary's postmaster is killed",
                        stage -> stage.host(stage.primary()).kill(Target.POSTMASTER)),
                struck(
                        Moment.STOPPING,
                        "server-frozen",
                        "the primary's server is frozen",
                        stage -> stage.host(stage.primary()).hang(Target.POSTGRES)),
                gone(
                        Moment.STOPPING,
                        "host-gone",
                        "the primary's host loses its power",
                        stage -> stage.powerOff(stage.primary())),
                gone(
                        Moment.STOPPING,
                        "host-cut-off",
                        "the primary's host is cut off",
                        stage -> stage.cuts().isolate(stage.netHost(stage.primary()))),
                struck(
                        Moment.STOPPING,
                        "target-gone",
                        "the target's host loses its power",
                        stage -> stage.powerOff(Moment.target(stage))),
                struck(
                        Moment.STOPPING,
                        "service-killed",
                        "the failover service is killed, and starts again",
                        SwitchoverScenes::restartService),
                struck(Moment.STOPPING, "kafka-gone", "Kafka is gone, and comes back", SwitchoverScenes::restartKafka),
                scene("stopping-console-killed", "the console is killed", Expectation.Handovers.ONE, stage -> {
                    AtomicReference<Console> console = new AtomicReference<>();
                    Moment.STOPPING.strike(
                            stage,
                            () -> console.set(ask(stage)),
                            _ -> Objects.requireNonNull(console.get()).kill());
                    stage.awaitSuccessorOf(stage.primary());
                }));
    }

    private static List<Scene> whileElecting() {
        return List.of(
                struck(
                        Moment.ELECTING,
                        "target-killed",
                        "the target's postmaster is killed",
                        stage -> stage.host(Moment.target(stage)).kill(Target.POSTMASTER)),
                struck(
                        Moment.ELECTING,
                        "target-gone",
                        "the target's host loses its power",
                        stage -> stage.powerOff(Moment.target(stage))),
                gone(
                        Moment.ELECTING,
                        "old-primary-gone",
                        "the old primary's host loses its power",
                        stage -> stage.powerOff(stage.primary())),
                struck(
                        Moment.ELECTING,
                        "service-killed",
                        "the failover service is killed, and starts again",
                        SwitchoverScenes::restartService),
                struck(Moment.ELECTING, "kafka-gone", "Kafka is gone, and comes back", SwitchoverScenes::restartKafka));
    }

    private static List<Scene> whilePromoting() {
        return List.of(
                struck(
                        Moment.PROMOTING,
                        "target-killed",
                        "the target's postmaster is killed",
                        stage -> stage.host(Moment.target(stage)).kill(Target.POSTMASTER)),
                struck(
                        Moment.PROMOTING,
                        "agent-killed",
                        "the target's agent is killed",
                        stage -> stage.host(Moment.target(stage)).kill(Target.AGENT)),
                gone(
                        Moment.PROMOTING,
                        "target-gone",
                        "the target's host loses its power",
                        stage -> stage.powerOff(Moment.target(stage))),
                struck(
                        Moment.PROMOTING,
                        "sibling-gone",
                        "the other standby's host loses its power",
                        stage -> stage.powerOff(Moment.sibling(stage))),
                struck(
                        Moment.PROMOTING,
                        "service-killed",
                        "the failover service is killed, and starts again",
                        SwitchoverScenes::restartService),
                struck(
                        Moment.PROMOTING,
                        "kafka-gone",
                        "Kafka is gone, and comes back",
                        SwitchoverScenes::restartKafka));
    }

    private static List<Scene> afterwards() {
        return List.of(struck(
                Moment.RETURNING,
                "agent-killed",
                "the old primary's agent is killed",
                stage -> stage.host(stage.primary()).kill(Target.AGENT)));
    }

    private static Scene struck(Moment when, String name, String title, Consumer<Stage> blow) {
        return struck(when, name, title, Expectation.Loss.NONE, blow);
    }

    /// What no standby had received is lost with its host.
    private static Scene gone(Moment when, String name, String title, Consumer<Stage> blow) {
        return struck(when, name, title, Expectation.Loss.UNRECEIVED, blow);
    }

    private static Scene struck(Moment when, String name, String title, Expectation.Loss loss, Consumer<Stage> blow) {
        return scene(
                when.name().toLowerCase(Locale.ROOT) + "-" + name,
                title,
                new Expectation(Expectation.Handovers.ANY, loss, LONGEST_GAP, Duration.ZERO),
                stage -> {
                    AtomicReference<Console> console = new AtomicReference<>();
                    when.strike(stage, () -> console.set(ask(stage)), blow);
                    judge(stage, Objects.requireNonNull(console.get()));
                });
    }

    private static Scene pooler(String name, String title, Consumer<PgBouncer> blow) {
        return scene(name, title, Expectation.Handovers.AT_MOST_ONE, stage -> {
            try (PgBouncer pooler = PgBouncer.beside(stage.fleet(), Moment.sibling(stage))) {
                AtomicReference<Console> console = new AtomicReference<>();
                stage.bus().awaitPhase(Phase.Stopping.class, () -> console.set(ask(stage)));
                blow.accept(pooler);
                judge(stage, Objects.requireNonNull(console.get()));
            }
        });
    }

    private static Scene scene(String name, String title, Expectation.Handovers handovers, Scene.Script script) {
        return scene(
                name, title, new Expectation(handovers, Expectation.Loss.NONE, LONGEST_GAP, Duration.ZERO), script);
    }

    private static Scene scene(String name, String title, Expectation expectation, Scene.Script script) {
        return new Scene(0, "switchover-" + name, title, expectation, script);
    }

    private static Console ask(Stage stage) {
        return Console.type(
                stage.fleet().folder(),
                "standby",
                "switchover",
                "--cluster",
                stage.cluster().name(),
                "--to",
                Moment.target(stage).name());
    }

    private static void restartService(Stage stage) {
        restart(stage, stage.service());
    }

    private static void restartKafka(Stage stage) {
        restart(stage, stage.brokers().getFirst());
    }

    private static void restart(Stage stage, Part part) {
        part.kill();
        stage.hold(A_WHILE, A_WHILE);
        part.start();
    }

    /// What the console said is compared with what there is, while the fault is still there.
    private static void judge(Stage stage, Console console) {
        Console.Ended ended = console.awaitEnd(PATIENCE);
        stage.note(ended.toString());
        stage.awaitWrites();
        boolean changed = !stage.primary().equals(stage.currentPrimary());
        boolean said = switch (ended.status()) {
            case DONE, INCOMPLETE -> changed;
            case FAILED -> !changed;
            default -> false;
        };
        if (!said) {
            throw new FleetException("the console says \"" + ended + "\", and "
                    + stage.currentPrimary().label() + " is primary, "
                    + stage.primary().label() + " was before");
        }
    }
}

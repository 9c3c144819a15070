package io.pgbaton.fleet.chaos;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.hosts.Disk;
import io.pgbaton.fleet.hosts.Network;
import io.pgbaton.fleet.hosts.WallClock;
import io.pgbaton.fleet.pooler.PgBouncer;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plays scenes one after the other on a fleet that stays up, as long as it becomes whole after each; otherwise the
/// next one gets a new fleet.
public final class Chaos {

    private final Terminal terminal;
    private final Manner manner;

    /// How to play. `shortened` lets less time pass wherever only time has to; `agentSettings` are lines of every
    /// agent's configuration; the logs of a fleet that failed or was late are copied to `logs`.
    public record Manner(boolean shortened, String agentSettings, Optional<Path> logs) {}

    public Chaos(Terminal terminal, Manner manner) {
        this.terminal = terminal;
        this.manner = manner;
    }

    /// Every scene, in the order they are played.
    public static List<Scene> scenes() {
        return Stream.of(
                        ServerScenes.all(),
                        NetworkScenes.all(),
                        ReturnScenes.all(),
                        BusScenes.all(),
                        BusScenes.ofTwoServices(),
                        BusScenes.ofThreeBrokers(),
                        DiskScenes.all(),
                        ClockScenes.all(),
                        SwitchoverScenes.all())
                .flatMap(List::stream)
                .toList();
    }

    /// The scenes that `names` name; all of them when it is empty.
    public static List<Scene> named(List<String> names) {
        List<String> known = scenes().stream().map(Scene::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new FleetException("there is no scene " + name + ": the scenes are " + String.join(", ", known));
            }
        }
        return scenes().stream()
                .filter(scene -> names.isEmpty() || names.contains(scene.name()))
                .toList();
    }

    /// Plays each scene `repeat` times and tells each outcome as it comes.
    public void play(List<Scene> scenes, int repeat, Consumer<Outcome> audience) {
        try (Network network = HostFleet.hosts()) {
            Path root = network.newFolder();
            Thread cleanup = cleanup(network, root);
            Runtime.getRuntime().addShutdownHook(cleanup);
            HostFleet.asOperator(network, () -> play(network, root, repeated(scenes, repeat), audience));
            Runtime.getRuntime().removeShutdownHook(cleanup);
            Folders.delete(root);
        }
    }

    private void play(Network network, Path root, List<Scene> wanted, Consumer<Outcome> audience) {
        boolean poolers = PgBouncer.program().isPresent();
        if (!poolers) {
            skip(only(wanted, Chaos::wantsPooler), audience).accept("PgBouncer is not installed");
        }
        play(
                network,
                root,
                shape(1, 1),
                only(wanted, scene -> isUsual(scene) && (poolers || !wantsPooler(scene))),
                audience);
        play(network, root, shape(1, 2), only(wanted, Chaos::wantsServices), audience);
        play(network, root, shape(3, 1), only(wanted, Chaos::wantsBrokers), audience);
        List<Scene> withDisks = only(wanted, Chaos::wantsDisks);
        Disk.missing()
                .ifPresentOrElse(
                        skip(withDisks, audience),
                        () -> play(network, root, shape(1, 1, HostFleet.Own.DISK), withDisks, audience));
        List<Scene> withClocks = only(wanted, Chaos::wantsClocks);
        WallClock.missing()
                .ifPresentOrElse(
                        skip(withClocks, audience),
                        () -> play(network, root, shape(1, 1, HostFleet.Own.CLOCK), withClocks, audience));
    }

    private static Consumer<String> skip(List<Scene> scenes, Consumer<Outcome> audience) {
        return why -> scenes.forEach(scene -> audience.accept(Outcome.skipped(scene, why)));
    }

    private void play(
            Network network, Path root, HostFleet.Shape shape, List<Scene> scenes, Consumer<Outcome> audience) {
        @Nullable HostFleet fleet = null;
        try {
            for (Scene scene : scenes) {
                if (fleet == null) {
                    fleet = HostFleet.on(network, root.resolve("fleet"), shape, terminal.aside());
                }
                Outcome outcome = new Director(fleet, manner.shortened()).play(scene);
                audience.accept(outcome);
                if (!outcome.broken().isEmpty() || !outcome.late().isEmpty()) {
                    HostFleet broken = fleet;
                    manner.logs().ifPresent(logs -> broken.keepLogs(logs.resolve(scene.name())));
                }
                if (!fleet.isUsable()) {
                    fleet.close();
                    fleet = null;
                }
            }
        } finally {
            Optional.ofNullable(fleet).ifPresent(HostFleet::close);
        }
    }

    /// For a run that is interrupted.
    private static Thread cleanup(Network network, Path root) {
        return new Thread(
                () -> {
                    network.close();
                    Folders.delete(root);
                },
                "chaos-cleanup");
    }

    private static List<Scene> repeated(List<Scene> scenes, int repeat) {
        return scenes.stream()
                .flatMap(scene -> Stream.generate(() -> scene).limit(repeat))
                .toList();
    }

    private HostFleet.Shape shape(int brokers, int failoverServices, HostFleet.Own... own) {
        return new HostFleet.Shape(brokers, failoverServices, Set.of(own), manner.agentSettings());
    }

    private static List<Scene> only(List<Scene> scenes, Predicate<Scene> which) {
        return scenes.stream().filter(which).toList();
    }

    private static boolean isUsual(Scene scene) {
        return !wantsBrokers(scene) && !wantsServices(scene) && !wantsDisks(scene) && !wantsClocks(scene);
    }

    private static boolean wantsPooler(Scene scene) {
        return isOneOf(SwitchoverScenes.ofPoolers(), scene);
    }

    private static boolean wantsServices(Scene scene) {
        return isOneOf(BusScenes.ofTwoServices(), scene);
    }

    private static boolean wantsBrokers(Scene scene) {
        return isOneOf(BusScenes.ofThreeBrokers(), scene);
    }

    private static boolean wantsDisks(Scene scene) {
        return isOneOf(DiskScenes.all(), scene);
    }

    private static boolean wantsClocks(Scene scene) {
        return isOneOf(ClockScenes.all(), scene);
    }

    private static boolean isOneOf(List<Scene> scenes, Scene scene) {
        return scenes.stream().anyMatch(other -> other.name().equals(scene.name()));
    }
}

package io.pgbaton.fleet.bench;

import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.chaos.Chaos;
import io.pgbaton.fleet.chaos.Outcome;
import io.pgbaton.fleet.chaos.Scene;
import io.pgbaton.fleet.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "chaos",
        description = "Breaks servers, hosts, the network and Kafka, and shows what clients saw. Every part has a"
                + " network namespace of its own; needs root, and touches nothing outside them.",
        mixinStandardHelpOptions = true)
final class ChaosBench implements Runnable {

    @Option(names = "--only", paramLabel = "SCENE", split = ",", description = "these scenes (default: all)")
    private List<String> only = List.of();

    @Option(names = "--list", description = "name the scenes and end")
    private boolean list;

    @Option(names = "--repeat", paramLabel = "N", description = "play each N times (default: ${DEFAULT-VALUE})")
    private int repeat = 1;

    @Option(names = "--short", description = "seconds instead of minutes where only time has to pass")
    private boolean shortened;

    @Option(names = "--agent", paramLabel = "LINE", description = "a line of every agent's configuration: lease=1s")
    private List<String> agent = List.of();

    @Option(
            names = "--logs",
            paramLabel = "DIR",
            description = "where to put the logs of a fleet that failed or was late")
    private @Nullable Path logs;

    @Option(names = "--json", description = "print one JSON list and nothing else to standard output")
    private boolean json;

    @Override
    public void run() {
        List<Scene> scenes = Chaos.named(only);
        Terminal terminal = Terminal.standard();
        if (list) {
            terminal.table(scenes.stream()
                    .map(scene -> List.of(Integer.toString(scene.number()), scene.name(), scene.title()))
                    .toList());
            return;
        }
        List<Outcome> outcomes = new ArrayList<>();
        new Chaos(terminal, manner()).play(scenes, repeat, outcome -> {
            outcomes.add(outcome);
            terminal.aside().say(ChaosTable.line(outcome));
        });
        terminal.say(json ? new String(Wire.write(outcomes), StandardCharsets.UTF_8) : "");
        if (!json) {
            terminal.table(ChaosTable.rows(outcomes));
        }
        if (outcomes.stream().anyMatch(outcome -> !outcome.broken().isEmpty())) {
            throw new FleetException("not everything held: see the table");
        }
    }

    private Chaos.Manner manner() {
        String lines = String.join("", agent.stream().map(line -> line + "\n").toList());
        return new Chaos.Manner(shortened, lines, Optional.ofNullable(logs).map(Path::toAbsolutePath));
    }
}

package io.pgbaton.fleet.bench;

import io.pgbaton.contracts.json.Wire;
import io.pgbaton.fleet.command.Where;
import io.pgbaton.fleet.folder.FleetFolder;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.run.BringUp;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.TakeDown;
import io.pgbaton.fleet.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every bench has: a fleet to measure, and a way to show what came out.
final class Bench {

    @Mixin
    private Where where = new Where();

    @Option(names = "--json", description = "print one JSON list and nothing else to standard output")
    private boolean json;

    void measure(Function<Fleet, List<Figure>> measurement) {
        show(with(measurement));
    }

    /// What `measurement` finds on the sandbox that is up, or on one of its own.
    <T> T with(Function<Fleet, T> measurement) {
        FleetFolder folder = where.folder();
        boolean up = Fleet.isUp(folder);
        Fleet fleet =
                up ? Fleet.open(folder) : BringUp.run(folder, FleetPlan.usual(FleetPlan.DEFAULT_BASE_PORT, 1), aside());
        try {
            return measurement.apply(fleet);
        } finally {
            if (!up) {
                TakeDown.of(folder).atOnce();
                TakeDown.of(folder).purge();
            }
        }
    }

    static Terminal aside() {
        return Terminal.standard().aside();
    }

    /// The same as values or as a table, whatever was asked for.
    void show(List<?> values, List<List<String>> table) {
        Terminal terminal = Terminal.standard();
        if (json) {
            terminal.say(new String(Wire.write(values), StandardCharsets.UTF_8));
        } else {
            terminal.table(table);
        }
    }

    void show(List<Figure> figures) {
        List<List<String>> rows = new ArrayList<>();
        for (Figure figure : figures) {
            rows.add(List.of(
                    figure.what(),
                    String.format(Locale.ROOT, "%,.1f %s", figure.value(), figure.unit()),
                    figure.aim()));
        }
        show(figures, rows);
    }
}

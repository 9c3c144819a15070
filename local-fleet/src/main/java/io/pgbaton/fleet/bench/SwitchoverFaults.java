package io.pgbaton.fleet.bench;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.chaos.Chaos;
import io.pgbaton.fleet.chaos.Figures;
import io.pgbaton.fleet.chaos.Outcome;
import io.pgbaton.fleet.chaos.SwitchoverScenes;
import io.pgbaton.fleet.hosts.Requirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A switchover for every step that can fail, and what the operator read of it.
final class SwitchoverFaults {

    private static final Chaos.Manner MANNER = new Chaos.Manner(true, "", Optional.empty());

    private SwitchoverFaults() {}

    static List<Outcome> play() {
        Requirements.missing().ifPresent(missing -> {
            throw new FleetException(missing);
        });
        List<Outcome> outcomes = new ArrayList<>();
        new Chaos(Bench.aside(), MANNER).play(SwitchoverScenes.all(), 1, outcome -> {
            outcomes.add(outcome);
            Bench.aside().say(ChaosTable.line(outcome));
        });
        return outcomes;
    }

    static List<List<String>> table(List<Outcome> outcomes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "At", "Fault", "Longest write gap", "Two writable", "Rows lost", "The console said", "Verdict"));
        outcomes.forEach(outcome -> rows.add(row(outcome)));
        return rows;
    }

    private static List<String> row(Outcome outcome) {
        Figures figures = outcome.figures();
        return List.of(
                stepOf(outcome),
                outcome.title(),
                String.format(Locale.ROOT, "%,d ms", figures.gapMillis()),
                figures.conflicts() == 0 ? "never" : figures.conflicts() + " WRITES",
                Long.toString(figures.lost()),
                outcome.notes().isEmpty() ? "–" : String.join("; ", outcome.notes()),
                Stream.concat(Stream.of(outcome.skipped()), outcome.broken().stream())
                        .filter(words -> !words.isEmpty())
                        .reduce((one, other) -> one + "; " + other)
                        .orElse("holds"));
    }

    /// `switchover-stopping-agent-killed` strikes at `stopping`.
    private static String stepOf(Outcome outcome) {
        return outcome.scene().split("-", -1)[1];
    }
}

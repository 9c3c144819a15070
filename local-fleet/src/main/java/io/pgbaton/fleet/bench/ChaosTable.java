package io.pgbaton.fleet.bench;

import io.pgbaton.fleet.chaos.Figures;
import io.pgbaton.fleet.chaos.Outcome;
import io.pgbaton.fleet.demo.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What came of the scenes, a row each.
final class ChaosTable {

    private ChaosTable() {}

    /// One outcome as it comes.
    static String line(Outcome outcome) {
        if (!outcome.skipped().isEmpty()) {
            return outcome.scene() + " is skipped: " + outcome.skipped();
        }
        Figures figures = outcome.figures();
        String verdict = Stream.concat(outcome.broken().stream(), outcome.late().stream())
                .reduce((one, other) -> one + "; " + other)
                .orElse("holds");
        return String.format(
                Locale.ROOT,
                "%-26s gap %6d ms, %d handovers, %d lost, %d conflicts: %s",
                outcome.scene(),
                figures.gapMillis(),
                figures.handovers(),
                figures.lost(),
                figures.conflicts(),
                verdict);
    }

    /// The median gap of each scene with the sum of what must never be.
    static List<List<String>> rows(List<Outcome> outcomes) {
        Map<String, List<Outcome>> byScene = new LinkedHashMap<>();
        outcomes.forEach(outcome ->
                byScene.computeIfAbsent(outcome.scene(), _ -> new ArrayList<>()).add(outcome));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "", "Fault", "Longest write gap", "Two writable", "Rows lost", "Handovers", "Whole again", "Verdict"));
        byScene.values().forEach(same -> rows.add(row(same)));
        return rows;
    }

    private static List<String> row(List<Outcome> same) {
        Outcome first = same.getFirst();
        List<Figures> figures = same.stream().map(Outcome::figures).toList();
        long conflicts = figures.stream().mapToLong(Figures::conflicts).sum();
        return List.of(
                Integer.toString(first.number()),
                first.title(),
                millis(figures.stream().map(Figures::gapMillis).toList()),
                conflicts == 0 ? "never" : conflicts + " WRITES",
                Long.toString(figures.stream().mapToLong(Figures::lost).sum()),
                Integer.toString(figures.stream().mapToInt(Figures::handovers).sum()),
                millis(figures.stream().map(Figures::backMillis).toList()),
                verdict(same));
    }

    private static String verdict(List<Outcome> same) {
        long broken =
                same.stream().filter(outcome -> !outcome.broken().isEmpty()).count();
        long late = same.stream().filter(outcome -> !outcome.late().isEmpty()).count();
        if (same.stream().anyMatch(outcome -> !outcome.skipped().isEmpty())) {
            return "skipped";
        }
        if (broken > 0) {
            return "FAILS (" + broken + " of " + same.size() + ")";
        }
        return late > 0 ? "late (" + late + " of " + same.size() + ")" : "holds";
    }

    private static String millis(List<Long> figures) {
        return String.format(Locale.ROOT, "%,d ms", Median.of(figures));
    }
}

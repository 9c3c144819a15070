package io.pgbaton.fleet.bench;

import io.pgbaton.fleet.chaos.Figures;
import io.pgbaton.fleet.chaos.Outcome;
import io.pgbaton.fleet.demo.Median;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What came of one fault in all its rounds. `conflicts` are writes that prove two writable servers; `missed` says
/// what did not hold, or took longer than it should.
record FailoverRow(
        String fault,
        int rounds,
        long gapMedianMillis,
        long gapLongestMillis,
        long conflicts,
        long lost,
        long wholeMedianMillis,
        long writesPerSecond,
        String aim,
        int missedRounds,
        List<String> missed) {

    static final List<String> HEADINGS = List.of(
            "Fault",
            "Longest write gap: median",
            "longest",
            "Two writable at once",
            "Acknowledged rows lost",
            "Whole again",
            "Writes a second",
            "Aim",
            "");

    FailoverRow {
        missed = List.copyOf(missed);
    }

    static FailoverRow of(FailoverFault fault, List<Outcome> same) {
        List<Figures> figures = same.stream().map(Outcome::figures).toList();
        List<Long> gaps = figures.stream().map(Figures::gapMillis).toList();
        return new FailoverRow(
                same.getFirst().title() + fault.with(),
                same.size(),
                Median.of(gaps),
                Collections.max(gaps),
                figures.stream().mapToLong(Figures::conflicts).sum(),
                figures.stream().mapToLong(Figures::lost).sum(),
                Median.of(figures.stream().map(Figures::backMillis).toList()),
                Median.of(figures.stream().map(Figures::writesPerSecond).toList()),
                fault.aim(),
                Math.toIntExact(same.stream().filter(FailoverRow::missed).count()),
                same.stream()
                        .flatMap(outcome -> Stream.concat(outcome.broken().stream(), outcome.late().stream()))
                        .toList());
    }

    List<String> cells() {
        return List.of(
                fault,
                millis(gapMedianMillis),
                millis(gapLongestMillis),
                conflicts == 0 ? "never" : conflicts + " WRITES",
                Long.toString(lost),
                millis(wholeMedianMillis),
                Long.toString(writesPerSecond),
                aim,
                missedRounds == 0 ? "holds" : "missed in " + missedRounds + " of " + rounds);
    }

    private static boolean missed(Outcome outcome) {
        return !outcome.broken().isEmpty() || !outcome.late().isEmpty();
    }

    private static String millis(long millis) {
        return String.format(Locale.ROOT, "%,d ms", millis);
    }
}

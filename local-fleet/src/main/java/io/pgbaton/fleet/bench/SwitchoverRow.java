package io.pgbaton.fleet.bench;

import io.pgbaton.fleet.demo.Median;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// What all switchovers of one client came to. `gap99Millis` is the 99th percentile by nearest rank: of less than a
/// hundred the longest one. `errors` are the messages that the client's user would have seen.
record SwitchoverRow(
        String client,
        int switchovers,
        long gapMedianMillis,
        long gap99Millis,
        long gapShortestMillis,
        List<String> errors,
        long lost) {

    static final List<String> HEADINGS = List.of(
            "Client",
            "Switchovers",
            "Write gap: median",
            "99 %",
            "shortest",
            "Client errors",
            "Acknowledged rows lost",
            "Aim");

    SwitchoverRow {
        errors = List.copyOf(errors);
    }

    static SwitchoverRow of(String client, List<Long> gaps, List<String> errors, long lost) {
        return new SwitchoverRow(
                client, gaps.size(), Median.of(gaps), nearestRank(gaps), Collections.min(gaps), errors, lost);
    }

    List<String> cells() {
        return List.of(
                client,
                Integer.toString(switchovers),
                millis(gapMedianMillis),
                millis(gap99Millis),
                millis(gapShortestMillis),
                Integer.toString(errors.size()),
                Long.toString(lost),
                "600 ms, 1,500 ms, nothing lost");
    }

    private static long nearestRank(List<Long> gaps) {
        List<Long> sorted = gaps.stream().sorted().toList();
        return sorted.get((99 * sorted.size() + 99) / 100 - 1);
    }

    private static String millis(long millis) {
        return String.format(Locale.ROOT, "%,d ms", millis);
    }
}

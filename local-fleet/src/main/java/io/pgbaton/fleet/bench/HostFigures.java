package io.pgbaton.fleet.bench;

import io.pgbaton.fleet.chaos.Chaos;
import io.pgbaton.fleet.chaos.Figures;
import io.pgbaton.fleet.chaos.Outcome;
import io.pgbaton.fleet.demo.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The faults that need hosts of their own, as figures: the median gap, and the sums of what must never be.
record HostFigures(int rounds) {

    private static final String SHORT_LEASE = "lease = 1s\nheartbeat_interval = 200ms\n";

    /// Each scene with what the gap should be.
    private static final Map<String, String> AIMS = aims();

    List<Figure> measure() {
        List<Figure> figures = new ArrayList<>(measure(AIMS, ""));
        figures.addAll(measure(Map.of("host-gone", "2000 ms, on a quiet host"), SHORT_LEASE));
        return figures;
    }

    private List<Figure> measure(Map<String, String> aims, String agentSettings) {
        Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
        new Chaos(Bench.aside(), new Chaos.Manner(false, agentSettings, Optional.empty()))
                .play(Chaos.named(List.copyOf(aims.keySet())), rounds, outcome -> {
                    Bench.aside().say(ChaosTable.line(outcome));
                    outcomes.computeIfAbsent(outcome.scene(), _ -> new ArrayList<>())
                            .add(outcome);
                });
        List<Figure> figures = new ArrayList<>();
        outcomes.forEach((scene, same) -> figures.addAll(
                figures(same, agentSettings.isEmpty() ? "" : ", lease 1 s", aims.getOrDefault(scene, ""))));
        return figures;
    }

    private static List<Figure> figures(List<Outcome> same, String with, String aim) {
        String what = same.getFirst().title() + with;
        List<Figures> figures = same.stream().map(Outcome::figures).toList();
        return List.of(
                new Figure(
                        what + ": longest write gap, median of " + same.size(),
                        Median.of(figures.stream().map(Figures::gapMillis).toList()),
                        "ms",
                        aim),
                new Figure(
                        what + ": writes on two servers at once",
                        figures.stream().mapToLong(Figures::conflicts).sum(),
                        "",
                        "never"),
                new Figure(
                        what + ": acknowledged rows lost",
                        figures.stream().mapToLong(Figures::lost).sum(),
                        "",
                        ""));
    }

    private static Map<String, String> aims() {
        Map<String, String> aims = new LinkedHashMap<>();
        aims.put("postmaster-killed", "700 ms");
        aims.put("host-gone", "lease and 1 s: 4000 ms");
        aims.put("postmaster-stopped", "hang timeout and 1.5 s: 3500 ms");
        aims.put("server-stopped", "hang timeout and 1.5 s: 3500 ms");
        aims.put("primary-isolated", "lease and 1 s: 4000 ms");
        aims.put("agent-killed", "no failover");
        aims.put("agent-stopped", "no second writer");
        return aims;
    }
}

package io.pgbaton.fleet.bench;

import io.pgbaton.fleet.chaos.Chaos;
import io.pgbaton.fleet.chaos.Outcome;
import io.pgbaton.fleet.chaos.Scene;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plays every fault of the table on hosts of their own, those with the same settings on one fleet.
record FailoverTable(int rounds, boolean shortened) {

    List<FailoverRow> rows(List<FailoverFault> faults) {
        Map<String, List<FailoverFault>> bySettings = new LinkedHashMap<>();
        faults.forEach(fault -> bySettings
                .computeIfAbsent(fault.agentSettings(), _ -> new ArrayList<>())
                .add(fault));
        List<FailoverRow> rows = new ArrayList<>();
        bySettings.forEach((settings, same) -> rows.addAll(play(settings, same)));
        return rows;
    }

    private List<FailoverRow> play(String agentSettings, List<FailoverFault> faults) {
        Map<String, List<Outcome>> outcomes = new HashMap<>();
        List<Scene> scenes =
                Chaos.named(faults.stream().map(FailoverFault::scene).toList());
        new Chaos(Bench.aside(), new Chaos.Manner(shortened, agentSettings, Optional.empty()))
                .play(scenes, rounds, outcome -> {
                    Bench.aside().say(ChaosTable.line(outcome));
                    outcomes.computeIfAbsent(outcome.scene(), _ -> new ArrayList<>())
                            .add(outcome);
                });
        return faults.stream()
                .filter(fault -> outcomes.containsKey(fault.scene()))
                .map(fault -> FailoverRow.of(fault, outcomes.getOrDefault(fault.scene(), List.of())))
                .toList();
    }
}

package io.pgbaton.fleet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.fleet.chaos.Chaos;
import io.pgbaton.fleet.chaos.Figures;
import io.pgbaton.fleet.chaos.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A row of the table of faults, from the outcomes of its rounds.
class FailoverRowTest {

    private static final FailoverFault FAULT = new FailoverFault("host-gone", "", "at most 4,000 ms");

    @Test
    void showsTheMedianAndTheLongestGapAndTheSumsOfWhatMustNeverBe() {
        FailoverRow row = FailoverRow.of(FAULT, List.of(outcome(3400, 0, 0), outcome(3100, 0, 2), outcome(3600, 0, 1)));

        assertThat(row.cells())
                .containsExactly(
                        "the host is gone",
                        "3,400 ms",
                        "3,600 ms",
                        "never",
                        "3",
                        "900 ms",
                        "500",
                        "at most 4,000 ms",
                        "holds");
    }

    @Test
    void saysInHowManyRoundsItMissed() {
        FailoverRow row = FailoverRow.of(FAULT, List.of(outcome(3400, 0, 0), outcome(9100, 2, 0, "late", "later")));

        assertThat(row.cells()).contains("2 WRITES", "missed in 1 of 2");
    }

    @Test
    void everyFaultIsAScene() {
        List<String> scenes = FailoverFault.all().stream()
                .map(FailoverFault::scene)
                .distinct()
                .toList();

        assertThat(Chaos.named(scenes)).hasSameSizeAs(scenes);
    }

    private static Outcome outcome(long gap, long conflicts, long lost, String... late) {
        Figures figures = new Figures(gap, conflicts, 1000, lost, 1, 900, 500, "n1, n2");
        return new Outcome(2, "host-gone", "the host is gone", figures, List.of(), List.of(), List.of(late), "");
    }
}

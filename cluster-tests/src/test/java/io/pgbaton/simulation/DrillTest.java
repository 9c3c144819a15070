package io.pgbaton.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.simulation.faults.Drill;
import io.pgbaton.simulation.faults.Tooth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule has a drill that it survives, and that breaks something when the rule is taken away.
class DrillTest {

    private static final int SEEDS = 10;

    @ParameterizedTest
    @EnumSource
    void withAllRulesNothingBreaks(Drill drill) {
        List<String> broken = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> new Walk(seed, Optional.of(drill), Set.of(), false).run())
                .filter(outcome -> !outcome.isWell())
                .map(outcome -> "seed " + outcome.seed() + ": " + outcome.wrong())
                .toList();
        assertThat(broken).isEmpty();
    }

    static List<Tooth> teeth() {
        return Tooth.ALL;
    }

    @ParameterizedTest
    @MethodSource("teeth")
    void withoutItsRuleItIsFound(Tooth tooth) {
        assertThat(new Teeth(tooth).bite()).as("within %d seeds", tooth.seeds()).isPresent();
    }
}

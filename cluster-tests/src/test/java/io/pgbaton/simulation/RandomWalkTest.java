package io.pgbaton.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pgbaton.simulation.Walk.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Anything may happen to anything; what must never happen does not, and once faults stop all is well again.
class RandomWalkTest {

    @Test
    void nothingBreaksUnderFixedSeeds() {
        assertThat(broken(Seeds.fixed())).isEmpty();
    }

    @Test
    void nothingBreaksUnderSeedsThatFailedOnce() {
        assertThat(broken(Seeds.thatFailedOnce())).isEmpty();
    }

    @Test
    void nothingBreaksUnderFreshSeeds() {
        assertThat(broken(Seeds.fresh())).isEmpty();
    }

    @Test
    void aSeedIsTheSameWalkEachTime() {
        Outcome once = new Walk(42, Set.of(), true).run();
        Outcome again = new Walk(42, Set.of(), true).run();
        assertThat(again.story()).isNotEmpty().isEqualTo(once.story());
        assertThat(again.events()).isEqualTo(once.events());
    }

    private static List<String> broken(LongStream seeds) {
        return seeds.mapToObj(seed -> new Walk(seed, Set.of(), false).run())
                .filter(outcome -> !outcome.isWell())
                .map(outcome -> "seed " + outcome.seed() + ": " + outcome.wrong() + "; see it with "
                        + Seeds.replay(outcome.seed()))
                .toList();
    }
}

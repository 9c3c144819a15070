package io.pgbaton.simulation;

import io.pgbaton.simulation.faults.Tooth;
import java.util.Optional;
import java.util.stream.LongStream;

/// Looks for the seed that shows what a missing rule lets happen.
record Teeth(Tooth tooth) {

    /// The first walk in which something broke.
    Optional<Walk.Outcome> bite() {
        return LongStream.rangeClosed(1, tooth.seeds())
                .mapToObj(seed -> new Walk(seed, tooth.drill(), tooth.without(), false).run())
                .filter(outcome -> !outcome.isWell())
                .findFirst();
    }
}

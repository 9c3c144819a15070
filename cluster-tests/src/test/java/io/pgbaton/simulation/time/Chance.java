package io.pgbaton.simulation.time;

import java.util.List;
import java.util.SplittableRandom;

/// All that is left to chance, from one seed.
public final class Chance {

    private static final long MICROS = 1_000;
    private static final long MILLIS = 1_000_000;

    private final SplittableRandom random;

    public Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public long between(long least, long most) {
        return least >= most ? least : random.nextLong(least, most + 1);
    }

    public long millis(long least, long most) {
        return between(least * MILLIS, most * MILLIS);
    }

    /// True once in `many`.
    public boolean onceIn(int many) {
        return random.nextInt(many) == 0;
    }

    public boolean percent(int percent) {
        return random.nextInt(100) < percent;
    }

    public <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /// How long a step of a program takes until the next one: mostly nothing, now and then a scheduler's slice.
    public long step() {
        return onceIn(50) ? between(MILLIS, 20 * MILLIS) : between(10 * MICROS, 300 * MICROS);
    }
}

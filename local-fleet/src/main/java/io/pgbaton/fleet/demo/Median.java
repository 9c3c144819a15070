package io.pgbaton.fleet.demo;

import java.util.List;

/// The middle of some figures; of an even number, the mean of the two in the middle.
public final class Median {

    private Median() {}

    public static long of(List<Long> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures have no median");
        }
        List<Long> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

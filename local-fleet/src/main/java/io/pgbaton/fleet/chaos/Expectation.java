package io.pgbaton.fleet.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a scene must show. That never two servers are writable goes without saying. `gap` and `back` are for a
/// quiet machine: the longest time without an acknowledged write, and how long the cluster may take to be whole
/// again once everything is mended; zero stands for no such bound.
public record Expectation(Handovers handovers, Loss loss, Duration gap, Duration back) {

    /// How often the role must go to another node.
    public enum Handovers {
        NONE(0, 0),
        ONE(1, 1),
        AT_MOST_ONE(0, 1),
        TWO(2, 2),
        ANY(0, Integer.MAX_VALUE);

        private final int least;
        private final int most;

        Handovers(int least, int most) {
            this.least = least;
            this.most = most;
        }

        boolean allows(int count) {
            return count >= least && count <= most;
        }
    }

    /// What may become of acknowledged rows.
    public enum Loss {
        NONE,
        /// What no standby had received when the host went.
        UNRECEIVED
    }

    static Expectation noFailover(Duration gap) {
        return new Expectation(Handovers.NONE, Loss.NONE, gap, Duration.ZERO);
    }

    static Expectation failover(Loss loss, Duration gap) {
        return new Expectation(Handovers.ONE, loss, gap, Duration.ZERO);
    }

    static Expectation atMostOneFailover() {
        return new Expectation(Handovers.AT_MOST_ONE, Loss.UNRECEIVED, Duration.ZERO, Duration.ZERO);
    }

    Expectation backWithin(Duration back) {
        return new Expectation(handovers, loss, gap, back);
    }

    /// What is wrong whatever the machine has to do besides.
    List<String> broken(Figures figures) {
        List<String> broken = new ArrayList<>();
        if (figures.conflicts() > 0) {
            broken.add(figures.conflicts() + " writes were accepted by a server after another one had begun to accept"
                    + " them: " + figures.tenures());
        }
        if (!handovers.allows(figures.handovers())) {
            broken.add("the role was handed over " + figures.handovers() + " times, expected " + handovers + ": "
                    + figures.tenures());
        }
        if (loss == Loss.NONE && figures.lost() > 0) {
            broken.add(figures.lost() + " of " + figures.acknowledged() + " acknowledged rows are lost");
        }
        return broken;
    }

    /// What took too long.
    List<String> late(Figures figures) {
        List<String> late = new ArrayList<>();
        if (!gap.isZero() && figures.gapMillis() > gap.toMillis()) {
            late.add("longest write gap " + figures.gapMillis() + " ms, expected at most " + gap.toMillis() + " ms");
        }
        if (!back.isZero() && figures.backMillis() > back.toMillis()) {
            late.add("whole again after " + figures.backMillis() + " ms, expected at most " + back.toMillis() + " ms");
        }
        return late;
    }
}

package io.pgbaton.simulation;

import io.pgbaton.failover.decide.SynchronousRules;
import io.pgbaton.simulation.checks.Violation;
import io.pgbaton.simulation.faults.Drill;
import io.pgbaton.simulation.faults.Fault;
import io.pgbaton.simulation.faults.Faults;
import io.pgbaton.simulation.faults.Mutation;
import io.pgbaton.simulation.time.Chance;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One random walk: a cluster is started, faults are made for a while, then they end and it has to become well.
public final class Walk {

    private static final long MILLION = 1_000_000L;
    private static final Duration RECOVERY = Duration.ofSeconds(150);

    private final long seed;
    private final Set<Mutation> without;
    private final boolean tells;
    private final Optional<Drill> drill;

    public Walk(long seed, Set<Mutation> without, boolean tells) {
        this(seed, Optional.empty(), without, tells);
    }

    /// With a drill in place of random faults.
    public Walk(long seed, Optional<Drill> drill, Set<Mutation> without, boolean tells) {
        this.drill = drill;
        this.seed = seed;
        this.without = Set.copyOf(without);
        this.tells = tells;
    }

    /// What came of it. `wrong` is empty when nothing was; `story` is empty unless it was asked for.
    public record Outcome(
            long seed,
            String wrong,
            long events,
            Duration simulated,
            long commits,
            long confirmations,
            long promotions,
            long lostCommits,
            long lossyPromotions,
            Map<Fault, Integer> faults,
            List<String> story) {
        public boolean isWell() {
            return wrong.isEmpty();
        }
    }

    public Outcome run() {
        Chance shape = new Chance(seed);
        SimulatedCluster cluster = SimulatedCluster.of(
                new Settings((int) shape.between(1, 3), shape.percent(50) ? 2 : 1, seed, without, tells));
        Faults faults = new Faults(cluster, some(shape));
        String wrong = "";
        try {
            cluster.begin();
            letCommitsWait(cluster);
            if (drill.isPresent()) {
                drill.get().run(cluster);
            } else {
                disturb(cluster, faults, shape);
            }
            faults.end();
            recover(cluster);
        } catch (Violation violation) {
            wrong = String.valueOf(violation.getMessage());
        }
        return new Outcome(
                seed,
                wrong,
                cluster.scheduler().done(),
                Duration.ofNanos(cluster.scheduler().now()),
                cluster.invariants().commits(),
                cluster.invariants().confirmations(),
                cluster.invariants().promotions(),
                cluster.invariants().lostCommits(),
                cluster.invariants().lossyPromotions(),
                faults.made().isEmpty() ? Map.of() : new EnumMap<>(faults.made()),
                cluster.invariants().story());
    }

    /// A set of standbys begins when they have streamed for some seconds.
    private static void letCommitsWait(SimulatedCluster cluster) {
        if (cluster.settings().conduct().synchronous().everywhere().mode() != SynchronousRules.Mode.OFF) {
            cluster.reaches(
                    each -> each.view()
                            .policy()
                            .commitsWaitFor()
                            .filter(set ->
                                    set.standbys().size() == each.settings().standbys())
                            .isPresent(),
                    Duration.ofSeconds(20));
        }
    }

    /// Each walk has faults of a few kinds only: too many at once hide each other.
    private static Set<Fault> some(Chance shape) {
        List<Fault> all = List.of(Fault.values());
        Set<Fault> some = EnumSet.noneOf(Fault.class);
        long kinds = shape.percent(20) ? all.size() : shape.between(2, 8);
        while (some.size() < kinds) {
            some.add(shape.of(all));
        }
        if (shape.percent(50)) {
            some.add(Fault.AMBUSH);
        }
        return some;
    }

    private static void disturb(SimulatedCluster cluster, Faults faults, Chance shape) {
        long calm = shape.percent(50) ? 1_500 : 5_000;
        long turns = shape.between(4, 20);
        for (int turn = 0; turn < turns; turn++) {
            faults.makeOne();
            cluster.run(Duration.ofNanos(cluster.chance().between(10 * MILLION, calm * MILLION)));
        }
    }

    private static void recover(SimulatedCluster cluster) {
        if (!cluster.reaches(each -> each.isWell() || each.isHalted(), RECOVERY)) {
            throw new Violation(
                    "V4: not well " + RECOVERY.toSeconds() + " s after the last fault: " + cluster.condition());
        }
    }
}

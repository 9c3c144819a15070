package io.pgbaton.simulation;

import io.pgbaton.simulation.faults.Drill;
import io.pgbaton.simulation.faults.Fault;
import io.pgbaton.simulation.faults.Mutation;
import io.pgbaton.simulation.faults.Tooth;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The program behind `./bench simulate`: random walks over seeds, and how soon a missing rule is found.
public final class Simulate {

    private static final String USAGE = """
            Usage: ./bench simulate [--seeds N] [--from S] [--drill NAME] [--without RULE] [--tell] [--mutations]
            Simulates clusters with random faults, one a seed, and checks after every event what must hold.

              --seeds N       how many (200)
              --from S        the first one (1)
              --drill NAME    this order of faults in place of random ones
              --without RULE  with this rule taken away
              --tell          print what happened, event by event
              --mutations     take each rule away in turn, until that is found
            """;

    private long seeds = 200;
    private long from = 1;
    private Optional<Drill> drill = Optional.empty();
    private final Set<Mutation> without = EnumSet.noneOf(Mutation.class);
    private boolean tells;
    private boolean mutations;

    private Simulate() {}

    public static void main(String[] arguments) {
        Simulate simulate = new Simulate();
        try {
            simulate.read(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        }
        System.exit(simulate.mutations ? simulate.bite() : simulate.walk());
    }

    private void read(List<String> arguments) {
        for (int at = 0; at < arguments.size(); at++) {
            String option = arguments.get(at);
            switch (option) {
                case "--seeds" -> seeds = Long.parseLong(value(arguments, ++at));
                case "--from" -> from = Long.parseLong(value(arguments, ++at));
                case "--drill" -> drill = Optional.of(Drill.valueOf(value(arguments, ++at)));
                case "--without" -> without.add(Mutation.valueOf(value(arguments, ++at)));
                case "--tell" -> tells = true;
                case "--mutations" -> mutations = true;
                case "--help", "-h" -> {
                    System.out.print(USAGE);
                    System.exit(0);
                }
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
    }

    private static String value(List<String> arguments, int at) {
        if (at >= arguments.size()) {
            throw new IllegalArgumentException(arguments.getLast() + " needs a value");
        }
        return arguments.get(at);
    }

    private int walk() {
        Totals totals = new Totals();
        for (long seed = from; seed < from + seeds; seed++) {
            Walk.Outcome outcome = new Walk(seed, drill, without, tells).run();
            outcome.story().forEach(System.out::println);
            totals.add(outcome);
        }
        totals.print();
        return totals.broken == 0 ? 0 : 1;
    }

    private static final class Totals {
        private final long began = System.nanoTime();
        private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        private long walks;
        private long broken;
        private long events;
        private long commits;
        private long confirmations;
        private long promotions;
        private long lost;
        private long lossy;
        private Duration simulated = Duration.ZERO;

        void add(Walk.Outcome outcome) {
            walks++;
            events += outcome.events();
            commits += outcome.commits();
            confirmations += outcome.confirmations();
            promotions += outcome.promotions();
            lost += outcome.lostCommits();
            lossy += outcome.lossyPromotions();
            simulated = simulated.plus(outcome.simulated());
            outcome.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
            if (!outcome.isWell()) {
                broken++;
                System.out.println("seed " + outcome.seed() + ": " + outcome.wrong());
                System.out.println("  see it with " + Seeds.replay(outcome.seed()));
            }
        }

        void print() {
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%d seeds in %.1f s: %.1f seeds/s; %d steps: %.0f steps/s; %d s simulated%n",
                    walks,
                    seconds,
                    walks / seconds,
                    events,
                    events / seconds,
                    simulated.toSeconds());
            System.out.printf(
                    Locale.ROOT,
                    "%d promotions; %d commits, %d of them confirmed by standbys; %d seeds broken%n",
                    promotions,
                    commits,
                    confirmations,
                    broken);
            System.out.printf(Locale.ROOT, "%d acknowledged commits lost, by %d of the promotions%n", lost, lossy);
            faults.forEach((fault, times) -> System.out.printf(Locale.ROOT, "  %-20s %6d%n", fault, times));
        }
    }

    private int bite() {
        int missed = 0;
        for (Tooth tooth :
                Stream.concat(Tooth.ALL.stream(), Tooth.SLOW.stream()).toList()) {
            long began = System.nanoTime();
            Optional<Walk.Outcome> found = new Teeth(tooth).bite();
            double seconds = (System.nanoTime() - began) / 1e9;
            missed += found.isEmpty() ? 1 : 0;
            System.out.printf(
                    Locale.ROOT,
                    "%-50s %s (%.1f s)%n",
                    tooth,
                    found.map(outcome -> "found with seed " + outcome.seed() + ": " + outcome.wrong())
                            .orElse("NOT FOUND within " + tooth.seeds() + " seeds"),
                    seconds);
        }
        return missed == 0 ? 0 : 1;
    }
}

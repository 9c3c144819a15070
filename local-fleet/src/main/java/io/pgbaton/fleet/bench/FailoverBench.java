package io.pgbaton.fleet.bench;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.demo.ActReport;
import io.pgbaton.fleet.demo.Median;
import io.pgbaton.fleet.demo.Scenes;
import io.pgbaton.fleet.hosts.Requirements;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.write.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "failover",
        description = "How long a client cannot write: the primary's postmaster killed, and its whole host lost. As"
                + " root also each fault of a host in a network of its own; longer ones are in ./bench chaos.",
        mixinStandardHelpOptions = true)
final class FailoverBench implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private Bench bench = new Bench();

    @Option(names = "--rounds", paramLabel = "N", description = "of each kind (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Override
    public void run() {
        List<Figure> figures = new ArrayList<>(bench.figures(this::measure));
        Requirements.missing()
                .ifPresentOrElse(
                        what -> Bench.aside().say("only the sandbox is measured: " + what),
                        () -> figures.addAll(new HostFigures(rounds).measure()));
        bench.show(figures);
    }

    private List<Figure> measure(Fleet fleet) {
        ClusterPlan cluster = fleet.plan().clusters().getFirst();
        List<Long> crash = new ArrayList<>();
        List<Long> host = new ArrayList<>();
        List<Long> back = new ArrayList<>();
        try (Writer writer = Writer.start(cluster, fleet.servers())) {
            if (!Deadline.in(PATIENCE).await(() -> writer.acknowledged() > 100)) {
                throw new FleetException("the client cannot write");
            }
            Scenes scenes = new Scenes(fleet, cluster, writer, Clock.systemUTC());
            for (int round = 0; round < rounds; round++) {
                crash.add(heard(scenes.crashedServer()).gapMillis());
            }
            for (int round = 0; round < rounds; round++) {
                host.add(heard(scenes.lostHost()).gapMillis());
                back.add(heard(scenes.comesBack(scenes.deadNode())).wholeMillis());
            }
        }
        List<Figure> figures = new ArrayList<>(figures("postmaster killed: write gap", crash, "median under 1000 ms"));
        figures.addAll(figures("host lost: write gap", host, "under the lease and 2 s: 5000 ms"));
        figures.addAll(figures("old primary's way back", back, "under 15000 ms"));
        return figures;
    }

    private static ActReport heard(ActReport act) {
        System.err.println(act.title() + ": a gap of " + act.gapMillis() + " ms");
        return act;
    }

    private static List<Figure> figures(String what, List<Long> millis, String aim) {
        return List.of(
                new Figure(what + ", median of " + millis.size(), Median.of(millis), "ms", aim),
                new Figure(what + ", shortest", Collections.min(millis), "ms", ""),
                new Figure(what + ", longest", Collections.max(millis), "ms", ""));
    }
}

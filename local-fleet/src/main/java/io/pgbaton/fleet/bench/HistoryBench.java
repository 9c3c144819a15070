package io.pgbaton.fleet.bench;

import io.pgbaton.fleet.demo.History;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.run.Fleet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        description = "How the history keeps up: samples kept each second, how old the newest one is, what is missing.",
        mixinStandardHelpOptions = true)
final class HistoryBench implements Runnable {

    @Mixin
    private Bench bench = new Bench();

    @Option(names = "--seconds", paramLabel = "N", description = "how long to look (default: ${DEFAULT-VALUE})")
    private int seconds = 20;

    @Override
    public void run() {
        bench.measure(this::measure);
    }

    private List<Figure> measure(Fleet fleet) {
        Instant begin = Clock.systemUTC().instant();
        // nothing to wait for: only time has to pass
        Deadline.in(Duration.ofSeconds(seconds)).await(() -> false);
        List<Figure> figures = new ArrayList<>();
        for (ClusterPlan cluster : fleet.plan().clusters()) {
            History history = new History(fleet, cluster.name());
            String of = cluster.name() + ": ";
            figures.add(new Figure(
                    of + "samples kept", history.samplesSince(begin) / (double) seconds, "a second", "2 a standby"));
            figures.add(new Figure(of + "events missing", history.missing().size(), "", "0"));
            figures.add(new Figure(of + "age of the newest sample", history.newestSampleAgeSeconds(), "s", ""));
        }
        return figures;
    }
}

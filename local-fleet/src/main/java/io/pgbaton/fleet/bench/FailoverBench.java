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
        description = "How long a client that writes 500 rows a second cannot write, one row a fault: the median of"
                + " all rounds. Every part has a host of its own, as in ./bench chaos; without root only a killed"
                + " postmaster and a lost host are measured, on the sandbox.",
        footer = {
            "",
            "--short lets less time pass where only time has to: all of Kafka is gone for 12 s instead of 5 minutes,",
            "the primary's host is cut off for 8 s longer than its failover takes instead of 60 s, the agent is frozen",
            "for 8 s instead of 30 s, or dead for 8 s instead of 20 s."
        },
        mixinStandardHelpOptions = true)
final class FailoverBench implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private Bench bench = new Bench();

    @Option(names = "--rounds", paramLabel = "N", description = "of each kind (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--short", description = "seconds instead of minutes where only time has to pass")
    private boolean shortened;

    @Override
    public void run() {
        Requirements.missing().ifPresentOrElse(this::onTheSandbox, this::onHosts);
    }

    private void onTheSandbox(String missing) {
        Bench.aside().say("only the sandbox is measured: " + missing);
        bench.measure(this::measure);
    }

    private void onHosts() {
        List<FailoverRow> rows = new FailoverTable(rounds, shortened).rows(FailoverFault.all());
        List<List<String>> cells = new ArrayList<>(List.of(FailoverRow.HEADINGS));
        rows.forEach(row -> cells.add(row.cells()));
        bench.show(rows, cells);
        rows.forEach(row -> row.missed().forEach(what -> Bench.aside().say(row.fault() + ": " + what)));
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

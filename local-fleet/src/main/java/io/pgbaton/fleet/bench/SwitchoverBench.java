package io.pgbaton.fleet.bench;

import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.FailoverApi;
import io.pgbaton.fleet.chaos.Outcome;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.pooler.PgBouncer;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.write.Acknowledged;
import io.pgbaton.fleet.write.Gap;
import io.pgbaton.fleet.write.PooledWriter;
import io.pgbaton.fleet.write.Survivors;
import io.pgbaton.fleet.write.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "switchover",
        description = "How long a client cannot write while the primary role is handed over, planned, to the best"
                + " standby: once with a client that knows the hosts and looks for the primary, once with one that"
                + " knows nothing but a PgBouncer, which an agent drives.",
        footer = {
            "",
            "With --faults it is not measured: each step is made to fail in turn, on hosts as in ./bench chaos, and the",
            "table says what the client saw and what the console said. It needs root.",
            "",
            "With --direct PgBouncer is not needed. An error of a direct client is the end of its connection, which it"
                    + " opens anew elsewhere."
        },
        mixinStandardHelpOptions = true)
final class SwitchoverBench implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ROWS_BETWEEN = 50;

    @Mixin
    private Bench bench = new Bench();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "switchovers of each client (default: ${DEFAULT-VALUE})")
    private int rounds = 20;

    @Option(names = "--rate", paramLabel = "N", description = "rows a second (default: ${DEFAULT-VALUE})")
    private int rate = 200;

    @Option(names = "--direct", description = "without PgBouncer")
    private boolean directOnly;

    @Option(names = "--faults", description = "make each step of a switchover fail in turn")
    private boolean faults;

    @Override
    public void run() {
        if (!directOnly && PgBouncer.program().isEmpty()) {
            throw new FleetException("needs PgBouncer (looked at the PATH and /usr/sbin): install the package"
                    + " pgbouncer, or measure --direct alone");
        }
        if (faults) {
            breakEachStep();
            return;
        }
        List<SwitchoverRow> rows = bench.with(this::measure);
        List<List<String>> cells = new ArrayList<>(List.of(SwitchoverRow.HEADINGS));
        rows.forEach(row -> cells.add(row.cells()));
        bench.show(rows, cells);
        rows.forEach(row -> row.errors().forEach(error -> Bench.aside().say(row.client() + ": " + error)));
    }

    private void breakEachStep() {
        List<Outcome> outcomes = SwitchoverFaults.play();
        bench.show(outcomes, SwitchoverFaults.table(outcomes));
        if (outcomes.stream().anyMatch(outcome -> !outcome.broken().isEmpty())) {
            throw new FleetException("not everything held: see the table");
        }
    }

    private List<SwitchoverRow> measure(Fleet fleet) {
        ClusterPlan cluster = fleet.plan().clusters().getFirst();
        List<SwitchoverRow> rows = new ArrayList<>();
        rows.add(direct(fleet, cluster));
        if (!directOnly) {
            rows.add(pooled(fleet, cluster));
        }
        return rows;
    }

    private SwitchoverRow direct(Fleet fleet, ClusterPlan cluster) {
        Writer writer = Writer.start(cluster, fleet.servers(), rate);
        List<Long> gaps;
        try (writer) {
            gaps = handOver(fleet, cluster, "direct", writer::log);
        }
        return SwitchoverRow.of("direct", gaps, List.of(), lost(fleet, cluster, writer.log()));
    }

    private SwitchoverRow pooled(Fleet fleet, ClusterPlan cluster) {
        NodePlan primary = primaryOf(fleet, cluster);
        NodePlan beside = cluster.nodes().stream()
                .filter(node -> !node.equals(primary))
                .findFirst()
                .orElseThrow(() -> new FleetException("cluster " + cluster.name() + " has no standby"));
        try (PgBouncer pooler = PgBouncer.beside(fleet, beside)) {
            PooledWriter writer = PooledWriter.start(cluster, fleet.servers(), pooler, rate);
            List<Long> gaps;
            try (writer) {
                gaps = handOver(fleet, cluster, "through PgBouncer", writer::log);
            }
            return SwitchoverRow.of("through PgBouncer", gaps, writer.errors(), lost(fleet, cluster, writer.log()));
        }
    }

    /// The longest write gap around each switchover, in milliseconds.
    private List<Long> handOver(Fleet fleet, ClusterPlan cluster, String client, Supplier<List<Acknowledged>> log) {
        List<Long> gaps = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            await(
                    "a primary with every standby streaming",
                    () -> fleet.servers().isWhole(cluster));
            awaitRows(log);
            long begin = System.nanoTime();
            handOver(new FailoverApi(fleet.plan()), cluster);
            awaitRows(log);
            long gap = Gap.longest(log.get(), begin, System.nanoTime())
                    .map(Gap::millis)
                    .orElseThrow(() -> new FleetException("the client wrote nothing"));
            Bench.aside().say(client + ", switchover " + round + " of " + rounds + ": a gap of " + gap + " ms");
            gaps.add(gap);
        }
        return gaps;
    }

    private static void handOver(FailoverApi failover, ClusterPlan cluster) {
        RequestStatus request = failover.ask(cluster.name(), new Request.Switchover(null));
        await("the end of the switchover", () -> failover.status(request).state() != RequestStatus.State.RUNNING);
        RequestStatus ended = failover.status(request);
        if (ended.state() != RequestStatus.State.DONE) {
            throw new FleetException("a switchover " + ended.state() + ": "
                    + ended.steps().stream().map(RequestStatus.Step::text).collect(Collectors.joining("; ")));
        }
    }

    private static void awaitRows(Supplier<List<Acknowledged>> log) {
        int before = log.get().size();
        await("acknowledged rows", () -> log.get().size() > before + ROWS_BETWEEN);
    }

    private static void await(String what, BooleanSupplier condition) {
        if (!Deadline.in(PATIENCE).await(condition)) {
            throw new FleetException("not within " + PATIENCE.toSeconds() + " s: " + what);
        }
    }

    private static long lost(Fleet fleet, ClusterPlan cluster, List<Acknowledged> log) {
        return Survivors.on(primaryOf(fleet, cluster), fleet.servers())
                .lost(log)
                .size();
    }

    private static NodePlan primaryOf(Fleet fleet, ClusterPlan cluster) {
        return fleet.servers()
                .primaryOf(cluster)
                .orElseThrow(() -> new FleetException("cluster " + cluster.name() + " has no primary"));
    }
}

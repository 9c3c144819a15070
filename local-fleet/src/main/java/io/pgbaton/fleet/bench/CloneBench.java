package io.pgbaton.fleet.bench;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.Console;
import io.pgbaton.fleet.folder.Secrets;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.postgres.DataDirectory;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Host;
import io.pgbaton.fleet.run.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "clone",
        description = "How long pgbaton standby clone takes, from the command to a standby that streams, beside a bare"
                + " pg_basebackup of the same primary into a directory beside the standby's. They take turns.",
        mixinStandardHelpOptions = true)
final class CloneBench implements Runnable {

    private static final Duration PATIENCE = Duration.ofMinutes(9);
    private static final Duration WHOLE_PATIENCE = Duration.ofMinutes(3);

    /// The service may not have heard yet that the data directory is empty, and refuses.
    private static final Duration TAKEN_UP = Duration.ofSeconds(30);

    private static final int ROWS_OF_A_MEGABYTE = 1024;
    private static final int MEGABYTES_AT_ONCE = 64;

    @Mixin
    private Bench bench = new Bench();

    @Option(
            names = "--size",
            paramLabel = "MB",
            description = "how large the database is made, in megabytes (default: ${DEFAULT-VALUE})")
    private int megabytes = 2048;

    @Option(names = "--rounds", paramLabel = "N", description = "copies of each kind (default: ${DEFAULT-VALUE})")
    private int rounds = 4;

    @Override
    public void run() {
        if (rounds < 1 || megabytes < 1) {
            throw new FleetException("--rounds " + rounds + ", --size " + megabytes + ": each is 1 or more");
        }
        bench.measure(this::measure);
    }

    private List<Figure> measure(Fleet fleet) {
        ClusterPlan cluster = fleet.plan().clusters().getFirst();
        NodePlan primary = fleet.servers()
                .primaryOf(cluster)
                .orElseThrow(() -> new FleetException("cluster " + cluster.name() + " has no primary"));
        NodePlan standby = cluster.nodes().stream()
                .filter(node -> !node.equals(primary))
                .findFirst()
                .orElseThrow(() -> new FleetException("cluster " + cluster.name() + " has no standby"));
        fill(fleet, primary);
        try {
            awaitWhole(fleet, cluster);
            List<Double> bare = new ArrayList<>();
            List<Double> cloned = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                // whoever is first finds more of the disk's cache dirty
                boolean bareFirst = round % 2 == 1;
                if (bareFirst) {
                    bare.add(bareCopy(fleet, primary, standby));
                }
                cloned.add(clone(fleet, cluster, standby));
                if (!bareFirst) {
                    bare.add(bareCopy(fleet, primary, standby));
                }
                Bench.aside()
                        .say("round %d of %d: pg_basebackup %.1f s, standby clone %.1f s"
                                .formatted(round, rounds, bare.getLast(), cloned.getLast()));
            }
            double ratio = median(cloned) / median(bare);
            return List.of(
                    new Figure("pg_basebackup", median(bare), "s", ""),
                    new Figure("standby clone", median(cloned), "s", ""),
                    new Figure("standby clone to pg_basebackup", ratio, "", "1.1"));
        } finally {
            fleet.servers().execute(primary, Secrets.APP, List.of("DROP TABLE bench_clone"));
        }
    }

    /// In pieces: no statement of the sandbox takes more than a minute.
    private void fill(Fleet fleet, NodePlan primary) {
        List<String> statements = new ArrayList<>(List.of("CREATE TABLE bench_clone (n bigint, filling text)"));
        for (int done = 0; done < megabytes; done += MEGABYTES_AT_ONCE) {
            int end = Math.min(megabytes, done + MEGABYTES_AT_ONCE);
            statements.add(rows(done * ROWS_OF_A_MEGABYTE, end * ROWS_OF_A_MEGABYTE));
        }
        statements.add("CHECKPOINT");
        Bench.aside().say("filling " + primary.label() + " with " + megabytes + " MB");
        fleet.servers().execute(primary, Secrets.APP, statements);
    }

    /// Each takes 1 kB of the table.
    private static String rows(int after, int last) {
        return """
                INSERT INTO bench_clone
                SELECT n, (SELECT string_agg(md5(n::text || '/' || part), '') FROM generate_series(1, 30) part)
                  FROM generate_series(%d, %d) n
                """.formatted(after + 1, last);
    }

    /// In seconds. As the agent calls it, and by the servers' user, so that both write the same way.
    private static double bareCopy(Fleet fleet, NodePlan primary, NodePlan beside) {
        DataDirectory data = fleet.data(beside);
        Path copy = data.path().resolveSibling("bare-copy");
        Folders.delete(copy);
        List<String> words = List.of(
                data.binaries().program("pg_basebackup"),
                "-D",
                copy.toString(),
                "-P",
                "-X",
                "stream",
                "--checkpoint=fast",
                "--no-password",
                "-d",
                primary.conninfo(Secrets.SUPERUSER, "postgres") + " passfile="
                        + fleet.folder().passfile());
        try {
            long begin = System.nanoTime();
            Command.run(PATIENCE, data.user().command(words));
            return seconds(begin);
        } finally {
            Folders.delete(copy);
        }
    }

    /// In seconds, of a node whose data directory is empty.
    private static double clone(Fleet fleet, ClusterPlan cluster, NodePlan standby) {
        empty(fleet, standby);
        Deadline takenUp = Deadline.in(TAKEN_UP);
        while (true) {
            long begin = System.nanoTime();
            Console.Ended ended = Console.type(
                            fleet.folder(),
                            "standby",
                            "clone",
                            "--cluster",
                            cluster.name(),
                            "--node-id",
                            Integer.toString(standby.number()))
                    .awaitEnd(PATIENCE);
            double took = seconds(begin);
            if (ended.status() == 0) {
                awaitWhole(fleet, cluster);
                return took;
            }
            if (takenUp.passed()) {
                throw new FleetException("standby clone of " + standby.label() + ": " + ended);
            }
        }
    }

    private static void empty(Fleet fleet, NodePlan standby) {
        Host host = fleet.host(standby);
        host.kill(Target.HOST);
        await("the end of " + standby.label(), () -> !host.serverRuns() && !host.agentRuns());
        Folders.delete(fleet.data(standby).path());
        host.start();
        await("an agent of " + standby.label(), host::agentRuns);
    }

    private static void awaitWhole(Fleet fleet, ClusterPlan cluster) {
        await("a primary with every standby streaming", () -> fleet.servers().isWhole(cluster));
    }

    private static void await(String what, BooleanSupplier condition) {
        if (!Deadline.in(WHOLE_PATIENCE).await(condition)) {
            throw new FleetException("not within " + WHOLE_PATIENCE.toSeconds() + " s: " + what);
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}

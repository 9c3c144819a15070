package io.pgbaton.fleet.chaos;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.Servers;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.probe.Beat;
import io.pgbaton.fleet.probe.Probe;
import io.pgbaton.fleet.probe.Tenures;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.write.Acknowledged;
import io.pgbaton.fleet.write.Gap;
import io.pgbaton.fleet.write.Survivors;
import io.pgbaton.fleet.write.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Plays one scene on one fleet and says what clients saw of it.
final class Director {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MENDING_PATIENCE = Duration.ofMinutes(2);

    private final HostFleet hosts;
    private final ClusterPlan cluster;
    private final boolean shortened;
    private final List<String> failures = new ArrayList<>();
    private long backMillis;

    Director(HostFleet hosts, boolean shortened) {
        this.hosts = hosts;
        this.cluster = hosts.fleet().plan().clusters().getFirst();
        this.shortened = shortened;
    }

    Outcome play(Scene scene) {
        NodePlan primary = hosts.fleet()
                .servers()
                .primaryOf(cluster)
                .orElseThrow(() -> new FleetException("cluster " + cluster.name() + " has no primary"));
        Probe.prepare(primary, hosts.fleet().servers());
        List<Probe> probes = new ArrayList<>();
        try (Writer client = Writer.start(
                cluster,
                new Servers(hosts.fleet().secrets(), scene.patience()),
                work -> hosts.client().namespace().thread("client", work))) {
            for (NodePlan node : cluster.nodes()) {
                probes.add(Probe.start(
                        node,
                        hosts.fleet().servers(),
                        work -> hosts.host(node).namespace().thread("probe of " + node.label(), work)));
            }
            if (!Deadline.in(PATIENCE).await(() -> client.acknowledged() > 50 && heard(probes) > 2)) {
                throw new FleetException("the client cannot write");
            }
            long begin = System.nanoTime();
            Stage stage = new Stage(hosts, client, shortened, primary);
            act(scene, stage);
            mend(stage);
            return outcome(scene, figures(client, probes, begin), stage.notes());
        } finally {
            probes.forEach(Probe::close);
        }
    }

    private void act(Scene scene, Stage stage) {
        try {
            scene.script().play(stage);
        } catch (FleetException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    private void mend(Stage stage) {
        long begin = System.nanoTime();
        try {
            stage.restore();
            if (!Deadline.in(MENDING_PATIENCE)
                    .await(() -> hosts.fleet().servers().isWhole(cluster))) {
                failures.add("everything mended, and after " + MENDING_PATIENCE.toSeconds() + " s there is no primary"
                        + " with every standby streaming");
            }
            backMillis = (System.nanoTime() - begin) / 1_000_000;
            stage.awaitWrites();
        } catch (FleetException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    private Figures figures(Writer client, List<Probe> probes, long begin) {
        client.close();
        probes.forEach(Probe::close);
        List<Acknowledged> log = client.log();
        Tenures tenures = Tenures.of(beats(probes));
        long gapMillis =
                Gap.longest(log, begin, System.nanoTime()).map(Gap::millis).orElse(0L);
        return new Figures(
                gapMillis,
                tenures.conflicts() + contradictions(log, tenures),
                log.size(),
                lost(log),
                tenures.handovers(),
                backMillis,
                writesPerSecond(log, gapMillis),
                tenures.toString());
    }

    private static long writesPerSecond(List<Acknowledged> log, long gapMillis) {
        if (log.isEmpty()) {
            return 0;
        }
        long millis = (log.getLast().atNanos() - log.getFirst().atNanos()) / 1_000_000 - gapMillis;
        return log.size() * 1000L / Math.max(1, millis);
    }

    private long lost(List<Acknowledged> log) {
        return hosts.fleet()
                .servers()
                .primaryOf(cluster)
                .map(primary -> (long)
                        Survivors.on(primary, hosts.fleet().servers()).lost(log).size())
                .orElse(0L);
    }

    private Outcome outcome(Scene scene, Figures figures, List<String> notes) {
        List<String> broken = new ArrayList<>(failures);
        broken.addAll(scene.expectation().broken(figures));
        return new Outcome(
                scene.number(),
                scene.name(),
                scene.title(),
                figures,
                notes,
                broken,
                scene.expectation().late(figures),
                "");
    }

    private static long contradictions(List<Acknowledged> log, Tenures tenures) {
        return log.stream()
                .filter(row -> tenures.contradicts(row.node(), row.sentNanos(), row.atNanos()))
                .count();
    }

    private static List<Beat> beats(List<Probe> probes) {
        return probes.stream().flatMap(probe -> probe.beats().stream()).toList();
    }

    private static int heard(List<Probe> probes) {
        return beats(probes).size();
    }
}

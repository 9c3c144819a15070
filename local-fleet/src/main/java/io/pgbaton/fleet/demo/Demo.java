package io.pgbaton.fleet.demo;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.sink.Inbox;
import io.pgbaton.fleet.sink.Received;
import io.pgbaton.fleet.write.Writer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The whole story: a client writes; a postmaster is killed, as often as asked; a host dies and comes back. Then
/// what was promised is compared with what is there.
public final class Demo {

    private static final long CRASH_GAP_MILLIS = 1_000;
    /// The lease (3 s) and two seconds.
    private static final long HOST_GAP_MILLIS = 5_000;

    private static final long REJOIN_MILLIS = 15_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Fleet fleet;
    private final ClusterPlan cluster;
    private final History history;
    private final Consumer<ActReport> audience;

    /// `audience` hears of each act when it is over.
    public Demo(Fleet fleet, ClusterPlan cluster, Consumer<ActReport> audience) {
        this.fleet = fleet;
        this.cluster = cluster;
        this.history = new History(fleet, cluster.name());
        this.audience = audience;
    }

    /// With `HistoryDatabase.STOPPED`, the history database is down while the first postmaster is killed.
    public enum HistoryDatabase {
        RUNNING,
        STOPPED
    }

    public DemoReport perform(int rounds, HistoryDatabase database) {
        requireWhole();
        Instant began = Clock.systemUTC().instant();
        Writer writer = Writer.start(cluster, fleet.servers());
        Played played;
        try (writer) {
            awaitFirstWrites(writer);
            played = play(new Scenes(fleet, cluster, writer, Clock.systemUTC()), rounds, database);
        }
        List<ActReport> acts = played.acts();
        DemoReport.Rows rows = new Losses(fleet, cluster, writer.log()).after(played.blows());
        List<Check> checks = new ArrayList<>(gapChecks(acts));
        checks.addAll(rowChecks(rows));
        checks.addAll(newsChecks(began));
        return new DemoReport(Check.allHold(checks), rows, acts, medians(acts), checks);
    }

    /// `blows` are the instants of the kills, on the monotonic clock; the last one takes a whole host.
    private record Played(List<ActReport> acts, List<Long> blows) {}

    private Played play(Scenes scenes, int rounds, HistoryDatabase database) {
        List<ActReport> acts = new ArrayList<>();
        List<Long> blows = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            blows.add(System.nanoTime());
            acts.add(shown(round == 1 ? withHistory(database, scenes) : scenes.crashedServer()));
        }
        blows.add(System.nanoTime());
        acts.add(shown(scenes.lostHost()));
        acts.add(shown(scenes.comesBack(scenes.deadNode())));
        return new Played(acts, blows);
    }

    private ActReport withHistory(HistoryDatabase database, Scenes scenes) {
        if (database == HistoryDatabase.RUNNING) {
            return scenes.crashedServer();
        }
        history.stopDatabase();
        try {
            return scenes.crashedServer();
        } finally {
            history.startDatabase();
        }
    }

    private ActReport shown(ActReport act) {
        audience.accept(act);
        return act;
    }

    private void requireWhole() {
        if (!Deadline.in(PATIENCE).await(() -> fleet.servers().isWhole(cluster))) {
            throw new FleetException("cluster " + cluster.name()
                    + " is not whole (a primary and every standby streaming): ./sandbox status");
        }
    }

    private static void awaitFirstWrites(Writer writer) {
        if (!Deadline.in(PATIENCE).await(() -> writer.acknowledged() > 100)) {
            throw new FleetException("the client cannot write");
        }
    }

    private static List<Long> gapsOf(List<ActReport> acts, String words) {
        return acts.stream()
                .filter(act -> act.title().contains(words))
                .map(ActReport::gapMillis)
                .toList();
    }

    private static Map<String, Long> medians(List<ActReport> acts) {
        return Map.of(
                "postmasterKilled", Median.of(gapsOf(acts, "postmaster")), "hostLost", Median.of(gapsOf(acts, "host")));
    }

    private static List<Check> gapChecks(List<ActReport> acts) {
        return List.of(
                Check.atMost(
                        "longest write gap, postmaster killed (median)",
                        Median.of(gapsOf(acts, "postmaster")),
                        CRASH_GAP_MILLIS,
                        "ms"),
                Check.atMost("longest write gap, host lost", Median.of(gapsOf(acts, "host")), HOST_GAP_MILLIS, "ms"),
                Check.atMost("an old primary's way back", acts.getLast().wholeMillis(), REJOIN_MILLIS, "ms"));
    }

    private static List<Check> rowChecks(DemoReport.Rows rows) {
        return List.of(
                Check.none("acknowledged rows lost when a postmaster was killed", rows.lostInCrash()),
                // asynchronous: what was acknowledged in the last moment and received by nobody is lost with its
                // host
                Check.none(
                        "acknowledged rows lost with the host that a standby had the time to receive",
                        rows.lostWithHost().receivable()));
    }

    private List<Check> newsChecks(Instant began) {
        Inbox inbox = new Inbox(fleet.folder().inbox());
        Deadline.in(PATIENCE)
                .await(() -> received(inbox, began, Received.Kind.MAIL) > 0
                        && received(inbox, began, Received.Kind.WEBHOOK) > 0);
        Deadline.in(PATIENCE).await(() -> history.missing().isEmpty());
        return List.of(
                Check.atLeastOne("mails about it", received(inbox, began, Received.Kind.MAIL)),
                Check.atLeastOne("webhooks about it", received(inbox, began, Received.Kind.WEBHOOK)),
                Check.none("webhooks with a wrong signature", unverified(inbox, began)),
                Check.atLeastOne(
                        "events in the history database", history.inDatabase().size()),
                Check.none("events missing there", history.missing().size()),
                Check.atLeastOne("samples of replication kept since the begin", history.samplesSince(began)));
    }

    private long received(Inbox inbox, Instant since, Received.Kind kind) {
        return inbox.messages().stream()
                .filter(message -> message.kind() == kind && !message.at().isBefore(since))
                .filter(message -> (message.envelope().title() + message.body()).contains(cluster.name()))
                .count();
    }

    private static long unverified(Inbox inbox, Instant since) {
        return inbox.messages().stream()
                .filter(message -> !message.at().isBefore(since))
                .filter(message -> message.kind() == Received.Kind.WEBHOOK && !Boolean.TRUE.equals(message.verified()))
                .count();
    }
}

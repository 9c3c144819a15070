package io.pgbaton.fleet.demo;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.MonitorApi;
import io.pgbaton.fleet.ask.ServerLook;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Host;
import io.pgbaton.fleet.write.Acknowledged;
import io.pgbaton.fleet.write.Gap;
import io.pgbaton.fleet.write.Writer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One failure, from the blow until the cluster is as whole as it can be: what was seen meanwhile, on the servers
/// and by the client, with what pgbaton's own events say.
public final class Act {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// Events that say nothing a reader of the story misses.
    private static final List<String> QUIET =
            List.of(EventKind.CHILD_NODE_DISCONNECT.wireName(), EventKind.REQUEST_ACCEPTED.wireName());

    private final Fleet fleet;
    private final ClusterPlan cluster;
    private final Writer writer;
    private final Clock clock;
    private final List<Moment> moments = new ArrayList<>();
    private final Instant began;
    private final long beganNanos;

    public Act(Fleet fleet, ClusterPlan cluster, Writer writer, Clock clock) {
        this.fleet = fleet;
        this.cluster = cluster;
        this.writer = writer;
        this.clock = clock;
        this.began = clock.instant();
        this.beganNanos = System.nanoTime();
    }

    public Instant began() {
        return began;
    }

    public long beganNanos() {
        return beganNanos;
    }

    /// Something happened just now.
    public void note(String who, String text) {
        moments.add(new Moment(millis(), who, text));
    }

    public long millis() {
        return (System.nanoTime() - beganNanos) / 1_000_000;
    }

    public void await(String what, BooleanSupplier condition) {
        if (!Deadline.in(PATIENCE).await(condition)) {
            throw new FleetException("not within " + PATIENCE.toSeconds() + " s: " + what);
        }
    }

    /// Waits for another primary than `old`.
    public NodePlan awaitSuccessorOf(NodePlan old) {
        await(
                "another primary of " + cluster.name() + " than " + old.name(),
                () -> successorOf(old).isPresent());
        return successorOf(old).orElseThrow(() -> new FleetException("the new primary is gone again"));
    }

    private Optional<NodePlan> successorOf(NodePlan old) {
        return cluster.nodes().stream()
                .filter(node -> !node.equals(old))
                .filter(node ->
                        fleet.servers().look(node).filter(ServerLook::isPrimary).isPresent())
                .findFirst();
    }

    public void awaitWhole() {
        await(
                "a primary of " + cluster.name() + " with every standby streaming",
                () -> fleet.servers().isWhole(cluster));
    }

    /// Waits until the client has written on `node`, and after it for a while: a gap needs two ends.
    public void awaitWritesOn(NodePlan node) {
        await("acknowledged writes on " + node.label(), () -> {
            List<Acknowledged> log = writer.log();
            return log.size() > 20
                    && log.subList(log.size() - 20, log.size()).stream()
                            .allMatch(row -> row.node().equals(node.name()));
        });
    }

    /// The stand-in for a host that `node` runs on.
    public Host host(NodePlan node) {
        return fleet.host(node);
    }

    /// The longest gap since the act began.
    public Gap gap() {
        return Gap.longest(writer.log(), beganNanos, System.nanoTime())
                .orElseThrow(() -> new FleetException("the client wrote nothing"));
    }

    /// Own observations and pgbaton's events, in the order of time.
    public List<Moment> story() {
        List<Moment> story = new ArrayList<>(moments);
        Gap gap = gap();
        story.add(new Moment(
                since(gap.before()),
                "client",
                "last acknowledged write, on " + gap.before().node()));
        story.add(new Moment(
                since(gap.after()),
                "client",
                "first acknowledged write on " + gap.after().node() + ": a gap of " + gap.millis() + " ms"));
        for (ClusterEvent event : new MonitorApi(fleet.plan()).events(cluster.name(), 200)) {
            if (!event.at().isBefore(began) && !QUIET.contains(event.subject().kind())) {
                story.add(new Moment(
                        Duration.between(began, event.at()).toMillis(),
                        event.subject().kind(),
                        event.outcome().details()));
            }
        }
        story.sort(Comparator.comparingLong(Moment::millis));
        return story;
    }

    public Instant now() {
        return clock.instant();
    }

    private long since(Acknowledged row) {
        return (row.atNanos() - beganNanos) / 1_000_000;
    }
}

package io.pgbaton.failover.run;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.RequestId;
import io.pgbaton.failover.decide.ClusterState;
import io.pgbaton.failover.decide.FailoverEvent;
import io.pgbaton.failover.decide.FailoverPolicy;
import io.pgbaton.failover.decide.Notes;
import io.pgbaton.failover.decide.Now;
import io.pgbaton.failover.decide.Verdict;
import io.pgbaton.failover.evidence.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All clusters of the fleet; it decides for those whose partition it owns. One thread reads and decides; others
/// may look at [#stateOf].
public final class FleetRun {

    /// Nothing but time has passed: a steady cluster is looked at this often, others at every turn.
    private static final Duration TICK = Duration.ofMillis(250);

    /// Who does not look for this long has missed something: no proof of a silence outlives it.
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private final FailoverPolicy policy;
    private final Duration silence;
    private final Ports ports;
    private final Told told;
    private final Map<ClusterId, ClusterRun> clusters = new ConcurrentHashMap<>();
    private final Map<Integer, PartitionRun> partitions = new TreeMap<>();
    private Moment lastTick = new Moment(0);
    private @Nullable Moment lastTurn;

    /// How this run reaches the world.
    public record Ports(Bus bus, Journal journal, Markers markers, Meters meters) {}

    /// What the requests and the events say, for those who ask over HTTP.
    public record Told(RequestLedger ledger, Explanations explanations) {

        private void by(ClusterEvent event) {
            ledger.told(event);
            explanations.told(event);
        }
    }

    /// `silence` is when a primary's lease may be over, so that no tick is waited for.
    public FleetRun(FailoverPolicy policy, Duration silence, Ports ports, Told told) {
        this.policy = policy;
        this.silence = silence;
        this.ports = ports;
        this.told = told;
    }

    public Optional<ClusterState> stateOf(ClusterId cluster) {
        return Optional.ofNullable(clusters.get(cluster)).map(ClusterRun::state);
    }

    public int size() {
        return clusters.size();
    }

    public void read(Inbound inbound, Moment now) {
        switch (inbound) {
            case Inbound.ReportIn(int partition, var report) ->
                run(report.cluster(), partition, now).read(new FailoverEvent.ReportRead(report), now);
            case Inbound.DecisionIn(int partition, Decision.ViewChanged change, var at) -> {
                if (!run(change.cluster(), partition, now).read(change, at, now)) {
                    ports.meters().refused();
                }
            }
            case Inbound.DecisionIn(int partition, var decision, var _) ->
                run(decision.cluster(), partition, now).read(new FailoverEvent.DecisionRead(decision), now);
            case Inbound.RequestIn(int partition, var request) -> {
                if (told.ledger().asked(request)) {
                    run(request.cluster(), partition, now).read(new FailoverEvent.RequestRead(request), now);
                }
            }
            case Inbound.EventIn(var event) -> {
                told.by(event);
                ClusterRun known = clusters.get(event.cluster());
                RequestId answered = event.subject().request();
                if (known != null && answered != null) {
                    known.read(new FailoverEvent.RequestAnswered(answered), now);
                }
            }
        }
    }

    private ClusterRun run(ClusterId cluster, int partition, Moment now) {
        return clusters.computeIfAbsent(cluster, name -> new ClusterRun(partition, ClusterState.unknown(name, now)));
    }

    /// One turn, after everything that was polled has been read.
    public void turn(Now now) {
        changeOwner(now.moment());
        if (lastTurn != null && now.moment().since(lastTurn).compareTo(STANDSTILL) >= 0) {
            renewAll(now.moment());
        }
        lastTurn = now.moment();
        settle(now.moment());
        boolean tick = now.moment().since(lastTick).compareTo(TICK) >= 0;
        lastTick = tick ? now.moment() : lastTick;
        for (ClusterRun cluster : clusters.values()) {
            if (!isOwned(cluster)) {
                continue;
            }
            boolean timed = !cluster.isAwaiting() && (tick || !cluster.isSteady());
            if (timed || cluster.isDue(silence, now.moment())) {
                decideAlone(cluster, now);
            }
            if (tick) {
                writeAgain(cluster, now);
            }
        }
        partitions.values().forEach(partition -> partition.flush(ports.journal()));
    }

    /// Who loses a partition drops what is in flight for it; who gets it begins as after a start (rule O1).
    private void changeOwner(Moment now) {
        Set<Integer> known =
                clusters.values().stream().map(ClusterRun::partition).collect(Collectors.toSet());
        known.addAll(partitions.keySet());
        for (int partition : known) {
            PartitionRun before = partitions.get(partition);
            OptionalLong tenure = ports.bus().tenureOf(partition);
            boolean same = before == null ? tenure.isEmpty() : tenure.equals(OptionalLong.of(before.tenure()));
            if (!same) {
                changeOwner(partition, tenure, now);
            }
        }
    }

    private void changeOwner(int partition, OptionalLong tenure, Moment now) {
        if (partitions.remove(partition) != null) {
            of(partition).forEach(cluster -> cluster.givenUp(now));
        }
        tenure.ifPresent(number -> {
            partitions.put(partition, new PartitionRun(partition, number));
            of(partition).forEach(cluster -> cluster.takenOver(now));
        });
    }

    private List<ClusterRun> of(int partition) {
        return clusters.values().stream()
                .filter(cluster -> cluster.partition() == partition)
                .toList();
    }

    private boolean isOwned(ClusterRun cluster) {
        return partitions.containsKey(cluster.partition());
    }

    private void writeAgain(ClusterRun cluster, Now now) {
        cluster.viewAgain(now.instant())
                .map(view -> new Verdict(List.of(view), List.of(), Notes.NONE, Optional.empty()))
                .ifPresent(verdict -> partition(cluster.partition()).add(cluster, verdict, now.moment()));
    }

    private void renewAll(Moment now) {
        clusters.values().forEach(cluster -> cluster.read(new FailoverEvent.CaughtUp(), now));
    }

    private void settle(Moment now) {
        Optional<Journal.Outcome> next = ports.journal().outcome();
        while (next.isPresent()) {
            Journal.Outcome outcome = next.get();
            PartitionRun partition = partitions.get(outcome.partition());
            if (partition != null) {
                partition.settle(outcome, ports.bus(), ports.meters(), now);
            }
            next = ports.journal().outcome();
        }
        partitions.values().forEach(partition -> partition.release(ports.bus(), now));
    }

    /// What makes no sense in one cluster must not keep the others without decisions.
    private void decideAlone(ClusterRun cluster, Now now) {
        try {
            decide(cluster, now);
        } catch (RuntimeException e) {
            cluster.failed(e, now.moment());
        }
    }

    private void decide(ClusterRun cluster, Now now) {
        Verdict verdict = policy.decide(cluster.state(), now);
        Moment since = cluster.newsSince(now.moment());
        cluster.decided();
        verdict.barrier().ifPresent(silent -> prove(cluster, silent, now.moment()));
        if (verdict.isSilent()) {
            cluster.noted(verdict);
        } else {
            partition(cluster.partition()).add(cluster, verdict, since);
        }
    }

    private void prove(ClusterRun cluster, NodeId silent, Moment now) {
        Marker marker = ports.markers().next(cluster.cluster());
        cluster.barrierSent(silent, marker, now);
        ports.markers().send(cluster.partition(), marker);
    }

    private PartitionRun partition(int number) {
        return Objects.requireNonNull(partitions.get(number), "a partition that is not owned");
    }
}

package io.pgbaton.failover.evidence;

import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Marker;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Term;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// What is known of one cluster's nodes. `renewed` is when this service had caught up with the log: every lease
/// counts as renewed then (rule O1), since nobody knows what happened while nobody read.
public record ClusterEvidence(Map<NodeId, NodeEvidence> nodes, Barrier barrier, Moment renewed, Reading reading) {

    public ClusterEvidence {
        nodes = Map.copyOf(nodes);
    }

    public static ClusterEvidence none(Moment renewed) {
        return new ClusterEvidence(Map.of(), new Barrier.None(), renewed, new Reading(renewed, false));
    }

    /// Starts every silence anew.
    public ClusterEvidence renewed(Moment now) {
        return new ClusterEvidence(nodes, new Barrier.None(), now, new Reading(now, false));
    }

    public ClusterEvidence with(Report report, Moment now) {
        return switch (report) {
            case Heartbeat heartbeat ->
                afterStillness(now)
                        .changed(heartbeat.node(), node -> node.with(heartbeat, now))
                        .spoken(heartbeat.node(), now);
            case NodeDescribed described -> changed(described.node(), node -> node.with(described));
            case FreezeAnswer answer -> changed(answer.node(), node -> node.with(answer));
            case Marker marker -> with(marker, now);
        };
    }

    /// A claim that was read counts as a heartbeat (rule L1c): the silence starts anew, and what was proven is void.
    public ClusterEvidence claimed(NodeId node, Moment now) {
        ClusterEvidence known = changed(node, evidence -> evidence.claiming(now));
        return new ClusterEvidence(known.nodes, barrier.heard(node), renewed, reading);
    }

    /// As if nothing had been read of `node` since `last`, and the bus had proven that; to think about, never to act
    /// on.
    public ClusterEvidence silentSince(NodeId node, Moment last) {
        ClusterEvidence silent = changed(node, known -> known.silentSince(last));
        return new ClusterEvidence(silent.nodes, new Barrier.Passed(node), last, reading);
    }

    private ClusterEvidence afterStillness(Moment now) {
        return reading.wasStill(now) ? renewed(now) : this;
    }

    /// Its own marker ends a stillness only once: when it comes again and still nobody else speaks, the bus works
    /// and they are gone.
    private ClusterEvidence with(Marker marker, Moment now) {
        if (!barrier.awaits(marker)) {
            return this;
        }
        if (reading.wasStill(now) && !reading.ownMarker()) {
            return new ClusterEvidence(nodes, new Barrier.None(), now, reading.readMarker(now));
        }
        return new ClusterEvidence(nodes, barrier.passed(), renewed, reading.readMarker(now));
    }

    private ClusterEvidence spoken(NodeId node, Moment now) {
        return new ClusterEvidence(nodes, barrier.heard(node), renewed, reading.read(now));
    }

    public ClusterEvidence barrierSent(NodeId silent, Marker marker, Moment now) {
        return new ClusterEvidence(nodes, barrier.sent(silent, marker, now), renewed, reading);
    }

    private ClusterEvidence changed(NodeId node, UnaryOperator<NodeEvidence> change) {
        Map<NodeId, NodeEvidence> all = new TreeMap<>(nodes);
        all.put(node, change.apply(of(node)));
        return new ClusterEvidence(all, barrier, renewed, reading);
    }

    public NodeEvidence of(NodeId node) {
        NodeEvidence known = nodes.get(node);
        return known == null ? NodeEvidence.none(node) : known;
    }

    /// How long nothing has been read of this node, by the moments of reading.
    public Duration silence(NodeId node, Moment now) {
        return now.since(
                of(node).lastSign().map(sign -> Moment.later(sign, renewed)).orElse(renewed));
    }

    public boolean isSilenceProven(NodeId node) {
        return barrier instanceof Barrier.Passed(NodeId silent) && silent.equals(node);
    }

    /// The highest term any of these nodes has bound itself to.
    public Term highestPromise() {
        return nodes.values().stream()
                .flatMap(node -> node.heartbeat().stream())
                .map(Heartbeat::standing)
                .map(standing -> Term.highest(standing.promised(), standing.fenced()))
                .reduce(Term.NONE, Term::highest);
    }
}

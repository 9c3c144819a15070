package io.pgbaton.monitor.fleet;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// All that is known of one cluster: the view, what each node said, and its newest events, newest first.
/// A value: each record folded in makes the next one.
public record ClusterPicture(
        ClusterId cluster,
        ClusterView view,
        SortedMap<NodeId, NodePicture> nodes,
        List<ClusterEvent> recent,
        LagTrail trail) {

    /// Enough for the time line of a page; the rest is in the history.
    public static final int RECENT_EVENTS = 50;

    private static final Comparator<ClusterEvent> NEWEST_FIRST =
            Comparator.comparing(ClusterEvent::at).reversed();

    public ClusterPicture {
        nodes = Collections.unmodifiableSortedMap(nodes);
        recent = List.copyOf(recent);
    }

    public static ClusterPicture unknown(ClusterId cluster) {
        return new ClusterPicture(cluster, ClusterView.empty(cluster), new TreeMap<>(), List.of(), LagTrail.EMPTY);
    }

    public ClusterPicture with(Heartbeat heartbeat, Instant heard) {
        return withNode(heartbeat.node(), node -> node.saying(heartbeat, heard));
    }

    public ClusterPicture with(NodeDescribed described) {
        return withNode(described.node(), node -> node.describedAs(described.profile()));
    }

    /// The view in force comes again now and then, and a compacted topic may hold an older one first.
    public ClusterPicture with(ClusterView newer) {
        return newer.version() < view.version() ? this : new ClusterPicture(cluster, newer, nodes, recent, trail);
    }

    /// An event read twice is one event.
    public ClusterPicture with(ClusterEvent event) {
        if (recent.stream().anyMatch(known -> known.id().equals(event.id()))) {
            return this;
        }
        List<ClusterEvent> more = new ArrayList<>(recent);
        more.addFirst(event);
        more.sort(NEWEST_FIRST);
        return new ClusterPicture(cluster, view, nodes, more.subList(0, Math.min(more.size(), RECENT_EVENTS)), trail);
    }

    public ClusterPicture withLag(long worstBytes) {
        return new ClusterPicture(cluster, view, nodes, recent, trail.and(worstBytes));
    }

    public ClusterNow at(Instant asOf) {
        return new ClusterNow(this, asOf);
    }

    private ClusterPicture withNode(NodeId node, UnaryOperator<NodePicture> change) {
        SortedMap<NodeId, NodePicture> changed = new TreeMap<>(nodes);
        changed.put(node, change.apply(nodes.getOrDefault(node, NodePicture.unknown(node))));
        return new ClusterPicture(cluster, view, changed, recent, trail);
    }
}

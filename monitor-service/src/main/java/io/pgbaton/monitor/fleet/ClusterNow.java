package io.pgbaton.monitor.fleet;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/// A cluster's picture looked at in one instant: what the checks read, with `asOf` as their only clock.
public record ClusterNow(ClusterPicture picture, Instant asOf) {

    public ClusterView view() {
        return picture.view();
    }

    /// Registered nodes and those that only speak, by number.
    public SortedSet<NodeId> nodes() {
        SortedSet<NodeId> all = new TreeSet<>(picture.nodes().keySet());
        view().members().forEach(member -> all.add(member.node()));
        return all;
    }

    public NodePicture node(NodeId node) {
        return picture.nodes().getOrDefault(node, NodePicture.unknown(node));
    }

    public boolean isFresh(NodeId node) {
        return node(node).isFresh(asOf);
    }

    public boolean isRegistered(NodeId node) {
        return view().member(node).isPresent();
    }

    /// The role it is registered for; a node nobody registered has the one it reports.
    public Role role(NodeId node) {
        if (view().isPrimary(node)) {
            return Role.PRIMARY;
        }
        if (isRegistered(node)) {
            return isWitness(node) ? Role.WITNESS : Role.STANDBY;
        }
        return node(node).reportedRole().orElse(Role.STANDBY);
    }

    private boolean isWitness(NodeId node) {
        return profile(node)
                .filter(profile -> profile.kind() == NodeProfile.Kind.WITNESS)
                .isPresent();
    }

    /// What the node says of itself, or, until it has spoken, what the view says.
    public Optional<NodeProfile> profile(NodeId node) {
        return Optional.ofNullable(node(node).described())
                .or(() -> view().member(node).map(ClusterView.Member::profile));
    }

    public String name(NodeId node) {
        return profile(node).map(NodeProfile::name).orElse("node " + node);
    }

    /// Nodes that say, lately, that they accept writes. More than one must never be.
    public List<NodeId> writers() {
        return nodes().stream()
                .filter(this::isFresh)
                .filter(node -> node(node).serves(Role.PRIMARY))
                .toList();
    }

    /// Where the primary's log ends, as it last said. Empty once its server is down: then a standby's own word
    /// counts.
    public Optional<Lsn> primaryWritten() {
        return view().primary().flatMap(primary -> node(primary).wal()).map(Heartbeat.Wal::written);
    }

    /// Bytes from the primary's latest `written` to what is replayed here; empty for the primary itself, and while
    /// either is unknown.
    public OptionalLong lagBytes(NodeId node) {
        if (role(node) != Role.STANDBY) {
            return OptionalLong.empty();
        }
        Optional<Lsn> replayed = node(node).wal().map(Heartbeat.Wal::replayed);
        if (replayed.isEmpty()) {
            return OptionalLong.empty();
        }
        return primaryWritten()
                .map(written -> OptionalLong.of(written.bytesAheadOf(replayed.get())))
                .orElseGet(() -> reportedLag(node));
    }

    private OptionalLong reportedLag(NodeId node) {
        return node(node)
                .replication()
                .map(Heartbeat.Replication::lagBytes)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    public long worstLagBytes() {
        return nodes().stream()
                .map(this::lagBytes)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max()
                .orElse(0);
    }

    /// A standby that still receives proves that its upstream's server lives, even when its agent is silent.
    public boolean isHeardByAStandby(NodeId upstream) {
        return nodes().stream()
                .filter(this::isFresh)
                .map(this::node)
                .anyMatch(node -> node.isStreaming()
                        && node.upstream().filter(upstream::equals).isPresent());
    }
}

package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.StandingOrders;
import io.pgbaton.failover.evidence.Condition;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From whom a standby streams that its configuration puts behind another one (repmgr's `upstream_node_id`): from
/// that one as long as it streams itself, else from the primary. It is no candidate meanwhile: the primary does not
/// feed it, and whoever does is further.
record Cascade(Situation situation) {

    /// A receiver that reconnects, or an agent that restarts, must not move its standbys.
    private static final Duration GONE_FOR = Duration.ofSeconds(5);

    /// Each move costs a reconnection: whoever has just come back may go again.
    private static final Duration BACK_FOR = Duration.ofSeconds(30);

    @Nullable
    NodeId upstreamOf(ClusterView.Member member, NodeProfile profile) {
        NodeId present = member.upstream();
        if (present == null) {
            return null;
        }
        return wanted(member, profile)
                .filter(node -> node.equals(present) ? !isGone(node) : isBack(node))
                .orElse(situation.primary());
    }

    /// An operator's word goes before the configuration's; nobody streams from a node that is taken out or to rest.
    private Optional<NodeId> wanted(ClusterView.Member member, NodeProfile profile) {
        StandingOrders orders = situation.orders();
        Optional<NodeId> named = orders.courseOf(member.node())
                .map(course -> Optional.ofNullable(course.upstream()))
                .orElse(Optional.ofNullable(profile.upstream()));
        return named.filter(this::isServer)
                .filter(node -> !orders.unregistered().contains(node)
                        && !orders.resting().contains(node))
                .filter(node -> !situation.of(node).isDuplicate(situation.moment()))
                .filter(node -> leadsToPrimary(node, member.node()));
    }

    private boolean isServer(NodeId node) {
        return situation
                .view()
                .member(node)
                .filter(upstream -> upstream.profile().kind() == NodeProfile.Kind.SERVER)
                .isPresent();
    }

    /// What speaks against having `node` stream from `upstream` now; null when nothing does.
    @Nullable
    String against(NodeId node, NodeId upstream) {
        String name = situation.name(upstream);
        if (!isServer(upstream) || upstream.equals(node)) {
            return "node " + upstream + " is not another server of this cluster";
        }
        if (situation.view().isPrimary(upstream)) {
            return null;
        }
        if (!leadsToPrimary(upstream, node)) {
            return name + " streams from " + situation.name(node) + ": they would feed each other";
        }
        boolean streams = situation.isHeard(upstream) && situation.of(upstream).is(Condition.STREAMING);
        return streams ? null : name + " does not stream itself";
    }

    /// Two standbys that name each other would feed nobody.
    private boolean leadsToPrimary(NodeId upstream, NodeId without) {
        Optional<NodeId> next = Optional.of(upstream);
        for (int steps = 0; steps <= situation.view().members().size(); steps++) {
            if (next.isEmpty() || next.get().equals(without)) {
                return false;
            }
            if (situation.view().isPrimary(next.get())) {
                return true;
            }
            next = situation.view().member(next.get()).flatMap(member -> Optional.ofNullable(member.upstream()));
        }
        return false;
    }

    private boolean isGone(NodeId node) {
        boolean silent = situation
                        .evidence()
                        .silence(node, situation.moment())
                        .compareTo(situation.rules().standbySilence())
                >= 0;
        return silent
                || situation
                        .of(node)
                        .heard()
                        .filter(heard -> heard.condition() != Condition.STREAMING)
                        .filter(heard -> heard.lasted(situation.moment()).compareTo(GONE_FOR) >= 0)
                        .isPresent();
    }

    private boolean isBack(NodeId node) {
        return situation.isHeard(node)
                && situation
                        .of(node)
                        .heard()
                        .filter(heard -> heard.condition() == Condition.STREAMING)
                        .filter(heard -> heard.lasted(situation.moment()).compareTo(BACK_FOR) >= 0)
                        .isPresent();
    }
}

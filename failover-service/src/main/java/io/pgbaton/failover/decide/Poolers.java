package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.RequestId;
import java.util.List;

/// The PgBouncers that agents of this cluster drive. Each holds its clients while a switchover has its primary
/// stop, by itself, from the view; the primary is stopped when all of them say so.
record Poolers(Situation situation) {

    /// Those that still let clients through. An agent that is not heard cannot hold anybody, and is not waited
    /// for.
    List<String> notHolding(RequestId switchover) {
        return situation.view().members().stream()
                .map(ClusterView.Member::node)
                .filter(situation::isHeard)
                .filter(node -> isLettingThrough(node, switchover))
                .map(situation::name)
                .toList();
    }

    private boolean isLettingThrough(NodeId node, RequestId switchover) {
        return situation
                .of(node)
                .pooler()
                .map(NodeDescribed.Pooler::held)
                .map(held -> !held.equals(switchover))
                .orElse(situation.of(node).pooler().isPresent());
    }

    boolean areThere() {
        return situation.view().members().stream()
                .map(ClusterView.Member::node)
                .anyMatch(node ->
                        situation.isHeard(node) && situation.of(node).pooler().isPresent());
    }
}

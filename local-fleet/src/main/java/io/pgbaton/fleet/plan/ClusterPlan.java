package io.pgbaton.fleet.plan;

import java.util.List;

/// One cluster: its first node is the first primary.
public record ClusterPlan(String name, List<NodePlan> nodes) {

    public ClusterPlan {
        nodes = List.copyOf(nodes);
    }

    public NodePlan firstPrimary() {
        return nodes.getFirst();
    }

    public List<NodePlan> firstStandbys() {
        return nodes.subList(1, nodes.size());
    }
}

package io.pgbaton.cli.node;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.service.Agent;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which node of the cluster is meant: the one named, the one numbered, else this host's.
final class OneNode {

    @Option(names = "--node-id", paramLabel = "N", description = "the node of this number")
    private @Nullable Integer nodeId;

    @Option(names = "--node-name", paramLabel = "NAME", description = "the node of this name")
    private @Nullable String nodeName;

    NodeStatus in(ClusterStatus cluster, Session session) {
        if (nodeName != null) {
            return only(cluster, node -> node.profile().name().equals(nodeName), "node \"" + nodeName + "\"");
        }
        NodeId id = session.nodeOrOwn(nodeId);
        return only(cluster, node -> node.node().equals(id), "node " + id);
    }

    /// What its agent says. One out of reach is no error: the monitor's picture stands without it.
    static Optional<Agent.Node> saidBy(Agent agent, Session session) {
        try {
            return Optional.of(agent.node());
        } catch (CommandFailed e) {
            session.detail(e.line());
            return Optional.empty();
        }
    }

    private static NodeStatus only(ClusterStatus cluster, Predicate<NodeStatus> meant, String words) {
        return cluster.nodes().stream()
                .filter(meant)
                .findFirst()
                .orElseThrow(() -> CommandFailed.badConfig("cluster " + cluster.cluster() + " has no " + words
                        + ": pgbaton cluster show " + cluster.cluster() + " lists its nodes"));
    }
}

package io.pgbaton.cli.member;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which node is meant: the one numbered or named, else the one of this host's agent.conf.
public final class NodeChoice {

    @Option(names = "--node-id", paramLabel = "N", description = "the node, as its agent.conf numbers it")
    private @Nullable Integer nodeId;

    @Option(names = "--node-name", paramLabel = "NAME", description = "the node, as its agent.conf names it")
    private @Nullable String nodeName;

    /// Only a name has to be asked for: of the failover service.
    public NodeId of(Session session) {
        if (nodeName == null) {
            return session.nodeOrOwn(nodeId);
        }
        if (nodeId != null) {
            throw CommandFailed.badConfig(
                    "--node-id " + nodeId + " and --node-name " + nodeName + ": give one of them");
        }
        return named(nodeName, session.failover().view(session.requiredCluster()));
    }

    /// The member of this name or number.
    public static NodeId named(String word, ClusterView view) {
        return view.members().stream()
                .filter(member -> member.profile().name().equals(word)
                        || member.node().toString().equals(word))
                .map(ClusterView.Member::node)
                .findFirst()
                .orElseThrow(() -> CommandFailed.badConfig(
                        "cluster " + view.cluster() + " has no node \"" + word + "\": it has " + namesOf(view)));
    }

    private static String namesOf(ClusterView view) {
        List<String> names = view.members().stream()
                .map(member -> member.profile().name() + " (" + member.node() + ")")
                .toList();
        return names.isEmpty() ? "none yet" : String.join(", ", names);
    }
}

package io.pgbaton.cli.member;

import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.NodeId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which node is meant: the one of this host's agent.conf when nothing is said.
public final class NodeChoice {

    @Option(names = "--node-id", paramLabel = "N", description = "the node, as its agent.conf numbers it")
    private @Nullable Integer nodeId;

    public NodeId of(Session session) {
        return session.nodeOrOwn(nodeId);
    }
}

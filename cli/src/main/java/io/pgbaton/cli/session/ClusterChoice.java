package io.pgbaton.cli.session;

import io.pgbaton.contracts.ClusterId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/// The one cluster a command is about.
public final class ClusterChoice {

    @Parameters(arity = "0..1", paramLabel = "CLUSTER", description = "the cluster (default: that of --cluster or -f)")
    private @Nullable String cluster;

    public ClusterId in(Session session) {
        return cluster == null ? session.requiredCluster() : Session.parseCluster(cluster);
    }
}

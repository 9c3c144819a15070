package io.pgbaton.cli.member;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.NodeErrand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What `primary unregister`, `standby unregister` and `witness unregister` have in common.
final class Unregistering {

    @Mixin
    private NodeChoice node = new NodeChoice();

    @Option(
            names = {"-F", "--force"},
            description = "also when other standbys stream from it: they go to the primary")
    private boolean force;

    @Mixin
    private RequestOptions options = new RequestOptions();

    ExitCode run(Session session) {
        ClusterId cluster = session.requiredCluster();
        NodeId gone = node.of(session);
        Errand errand = new Errand(
                "unregistering node " + gone + " of " + cluster,
                cluster,
                new Request.UnregisterNode(gone, force),
                Duration.ofSeconds(60));
        return new NodeErrand(errand, ExitCode.BAD_CONFIG, "node " + gone + " is no member of " + cluster + " any more")
                .run(new Pursuit(session, session.failover(), options));
    }
}

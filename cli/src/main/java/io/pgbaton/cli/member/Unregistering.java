package io.pgbaton.cli.member;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.NodeErrand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
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

    /// `kind` is what the command is about: a slip of the finger takes out nobody else.
    ExitCode run(Session session, NodeProfile.Kind kind) {
        ClusterId cluster = session.requiredCluster();
        NodeId gone = node.of(session);
        session.failover()
                .view(cluster)
                .member(gone)
                .filter(member -> member.profile().kind() != kind)
                .ifPresent(member -> {
                    throw CommandFailed.badConfig(otherKind(member));
                });
        Errand errand = new Errand(
                "unregistering node " + gone + " of " + cluster,
                cluster,
                new Request.UnregisterNode(gone, force),
                Duration.ofSeconds(60));
        return new NodeErrand(errand, ExitCode.BAD_CONFIG, "node " + gone + " is no member of " + cluster + " any more")
                .run(new Pursuit(session, session.failover(), options));
    }

    private static String otherKind(ClusterView.Member member) {
        String named = "node " + member.node() + " (" + member.profile().name() + ")";
        return switch (member.profile().kind()) {
            case WITNESS -> named + " is a witness: pgbaton witness unregister";
            case SERVER -> named + " is no witness: pgbaton standby unregister";
        };
    }
}

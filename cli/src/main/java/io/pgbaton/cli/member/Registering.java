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

/// What `standby register` and `witness register` have in common.
final class Registering {

    @Mixin
    private NodeChoice node = new NodeChoice();

    @Mixin
    private RegisteringAsWithRepmgr repmgrs = new RegisteringAsWithRepmgr();

    @Mixin
    private RequestOptions options = new RequestOptions();

    ExitCode run(Session session) {
        repmgrs.remark(session);
        ClusterId cluster = session.requiredCluster();
        NodeId member = node.of(session);
        Errand errand = new Errand(
                "registering node " + member + " of " + cluster,
                cluster,
                new Request.RegisterNode(member),
                Duration.ofSeconds(60));
        return new NodeErrand(errand, ExitCode.BAD_CONFIG, "node " + member + " is a member of " + cluster)
                .run(new Pursuit(session, session.failover(), options));
    }
}

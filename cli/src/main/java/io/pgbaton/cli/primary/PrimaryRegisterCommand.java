package io.pgbaton.cli.primary;

import io.pgbaton.cli.member.NodeChoice;
import io.pgbaton.cli.member.RegisteringAsWithRepmgr;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.NodeErrand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.roles.RoleOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton primary register`: makes a node the first primary of its cluster.
@Command(
        name = "register",
        description = {
            "Makes a node the first primary of its cluster. Its agent must be running; its server is promoted, "
                    + "since every server starts as a standby under pgbaton.",
            "Without --node-id it is the node of this host's agent.conf."
        },
        footer = {
            "",
            "Examples:",
            "  sudo -u postgres pgbaton primary register --create-roles -f /etc/pgbaton/agent.conf",
            "  pgbaton primary register -f /etc/pgbaton/agent.conf",
            "  pgbaton primary register --cluster orders --node-id 1 --dry-run"
        })
public final class PrimaryRegisterCommand implements Verb {

    private final Session session;

    @Mixin
    private NodeChoice choice = new NodeChoice();

    @Mixin
    private RoleOptions roles = new RoleOptions();

    @Mixin
    private RegisteringAsWithRepmgr repmgrs = new RegisteringAsWithRepmgr();

    @Mixin
    private RequestOptions options = new RequestOptions();

    public PrimaryRegisterCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.QUERY, ExitCode.PROMOTION_FAIL);
    }

    @Override
    public ExitCode call() {
        if (roles.isAsked()) {
            return roles.create(session, options);
        }
        repmgrs.remark(session);
        ClusterId cluster = session.requiredCluster();
        NodeId node = choice.of(session);
        Errand errand = new Errand(
                "registration of node " + node + " as primary of " + cluster,
                cluster,
                new Request.RegisterPrimary(node),
                Duration.ofSeconds(60));
        return new NodeErrand(errand, ExitCode.PROMOTION_FAIL, "node " + node + " is primary of " + cluster)
                .run(new Pursuit(session, session.failover(), options));
    }
}

package io.pgbaton.cli.member;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.NodeErrand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton standby promote`: a failover by hand.
@Command(
        name = "promote",
        description = {
            "Promotes a standby after the primary was lost and nothing happens by itself: failover is paused, manual, or "
                    + "waits for an acknowledgement. It is refused while the primary is well: replace that one by "
                    + "pgbaton standby switchover. The other standbys follow, and the old primary comes back as one.",
            "Without --node-id it is the node of this host's agent.conf. A standby that holds more than it is promoted "
                    + "instead, and the command says so."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton standby promote -f /etc/pgbaton/agent.conf --dry-run",
            "  pgbaton standby promote --cluster orders --node-id 2"
        })
public final class StandbyPromoteCommand implements Verb {

    private final Session session;

    @Mixin
    private NodeChoice node = new NodeChoice();

    @Option(names = "--siblings-follow", hidden = true, description = "repmgr's: they always do")
    private boolean siblingsFollow;

    @Option(
            names = {"-F", "--force"},
            hidden = true,
            description = "repmgr's: with --dry-run only, there too")
    private boolean force;

    @Mixin
    private RequestOptions options = new RequestOptions();

    public StandbyPromoteCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.PROMOTION_FAIL);
    }

    @Override
    public ExitCode call() {
        if (force) {
            session.progress("--force: a primary that is well is never passed over");
        }
        if (siblingsFollow) {
            session.progress("--siblings-follow: they always follow");
        }
        ClusterId cluster = session.requiredCluster();
        NodeId standby = node.of(session);
        Errand errand = new Errand(
                "promotion of node " + standby + " of " + cluster,
                cluster,
                new Request.PromoteStandby(standby),
                Duration.ofSeconds(90));
        return new NodeErrand(errand, ExitCode.PROMOTION_FAIL, "node " + standby + " is primary of " + cluster)
                .refusedWith(ExitCode.PROMOTION_FAIL)
                .run(new Pursuit(session, session.failover(), options));
    }
}

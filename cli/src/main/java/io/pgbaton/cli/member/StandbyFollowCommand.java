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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton standby follow`: from whom a standby streams from now on.
@Command(
        name = "follow",
        description = {
            "Has a standby stream from another standby, or again from the primary. It holds until another upstream is "
                    + "named here, and goes before upstream_node_id in agent.conf. While that standby is away, it streams "
                    + "from the primary. Behind another standby it is not promoted.",
            "Without --node-id it is the node of this host's agent.conf."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton standby follow --cluster orders --node-id 4 --upstream-node-id 2",
            "  pgbaton standby follow --cluster orders --node-id 4             the primary, whoever that is"
        })
public final class StandbyFollowCommand implements Verb {

    private final Session session;

    @Mixin
    private NodeChoice node = new NodeChoice();

    @Option(names = "--upstream-node-id", paramLabel = "N", description = "the standby to stream from")
    private @Nullable Integer upstream;

    @Mixin
    private RequestOptions options = new RequestOptions();

    public StandbyFollowCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.FOLLOW_FAIL);
    }

    @Override
    public ExitCode call() {
        ClusterId cluster = session.requiredCluster();
        NodeId standby = node.of(session);
        NodeId from = upstream == null ? null : session.nodeOrOwn(upstream);
        String named = from == null ? "the primary of " + cluster : "node " + from;
        Errand errand = new Errand(
                "node " + standby + " to follow " + named,
                cluster,
                new Request.FollowUpstream(standby, from),
                Duration.ofSeconds(60));
        return new NodeErrand(errand, ExitCode.FOLLOW_FAIL, "node " + standby + " streams from " + named)
                .run(new Pursuit(session, session.failover(), options));
    }
}

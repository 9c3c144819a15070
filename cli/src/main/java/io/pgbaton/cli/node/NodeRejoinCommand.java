package io.pgbaton.cli.node;

import io.pgbaton.cli.member.NodeChoice;
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
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton node rejoin`: brings a node back as a standby, when it did not come back by itself.
@Command(
        name = "rejoin",
        description = {
            "Brings a node back as a standby of the primary: it follows, or is rewound, or is cloned again where "
                    + "agent.conf allows that. Nodes rejoin by themselves; this is for one that gave up.",
            "Without --node-id it is the node of this host's agent.conf."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton node rejoin -f /etc/pgbaton/agent.conf",
            "  pgbaton node rejoin --cluster orders --node-id 1 --dry-run"
        })
public final class NodeRejoinCommand implements Verb {

    private final Session session;

    @Mixin
    private NodeChoice choice = new NodeChoice();

    @Option(
            names = {"--force-rewind", "--config-files", "--config-archive-dir"},
            arity = "0..1",
            hidden = true,
            description = "repmgr's; it is rewound where it has to be, and configuration files are kept")
    private List<String> rewinding = new ArrayList<>();

    @Option(
            names = {"-W", "--no-wait"},
            hidden = true,
            description = "repmgr's; --wait says how long")
    private boolean noWait;

    @Mixin
    private RequestOptions options = new RequestOptions();

    public NodeRejoinCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.REJOIN_FAIL);
    }

    @Override
    public ExitCode call() {
        if (!rewinding.isEmpty() || noWait) {
            session.progress("it is rewound where it has to be, its configuration files and a copy of what is discarded"
                    + " are kept, and the command waits: repmgr's options for that have nothing to choose here");
        }
        ClusterId cluster = session.requiredCluster();
        NodeId node = choice.of(session);
        Errand errand = new Errand(
                "rejoin of node " + node + " of " + cluster,
                cluster,
                new Request.RejoinNode(node),
                Duration.ofMinutes(10));
        return new NodeErrand(errand, ExitCode.REJOIN_FAIL, "node " + node + " is a standby of " + cluster)
                .run(new Pursuit(session, session.failover(), options));
    }
}

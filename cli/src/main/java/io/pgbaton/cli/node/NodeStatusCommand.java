package io.pgbaton.cli.node;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.service.Agent;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton node status`: one node in full.
@Command(
        name = "status",
        description = {
            "Shows one node in full, from the monitor service and, when it can be reached, from the node's own agent.",
            "Without --node-id or --node-name it is the node of this host's agent.conf."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton node status -f /etc/pgbaton/agent.conf",
            "  pgbaton node status --cluster orders --node-name orders-2",
            "  pgbaton node status --cluster orders --node-id 2 --json"
        })
public final class NodeStatusCommand implements Verb {

    private final Session session;

    @Mixin
    private OneNode one = new OneNode();

    @ArgGroup
    private Form form = new Form();

    static final class Form {
        @Option(names = "--csv", description = "\"key\",\"value\" lines, as repmgr writes them")
        boolean csv;

        @Option(names = "--json", description = "the monitor service's record")
        boolean json;
    }

    public NodeStatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.ISSUES_FOUND);
    }

    @Override
    public ExitCode call() {
        ClusterStatus cluster = session.monitor().cluster(session.requiredCluster());
        NodeStatus node = one.in(cluster, session);
        NodeReport report = new NodeReport(cluster, node);
        print(report, node);
        return report.issues().isEmpty() ? ExitCode.SUCCESS : ExitCode.ISSUES_FOUND;
    }

    private void print(NodeReport report, NodeStatus node) {
        PrintWriter out = session.screen().out();
        if (form.json) {
            out.println(JsonText.of(node));
            return;
        }
        Agent agent = new Agent(node.profile());
        List<NodeReport.Line> lines = report.lines(agent.url(), OneNode.saidBy(agent, session));
        if (form.csv) {
            out.println("\"Node name\",\"" + node.profile().name() + "\"");
            out.println("\"Node ID\",\"" + node.node() + "\"");
            lines.forEach(line -> out.println(line.csv()));
            return;
        }
        out.println("Node \"" + node.profile().name() + "\":");
        lines.forEach(line -> out.println("\t" + line.key() + ": " + line.value()));
        if (!report.issues().isEmpty() && !session.isTerse()) {
            out.println();
            out.println("WARNING: following issues were detected");
            report.issues().forEach(issue -> out.println("  - " + issue));
        }
    }
}

package io.pgbaton.cli.cluster;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.session.ClusterChoice;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.Topology;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton cluster topology`: who streams from whom, as a tree.
@Command(
        name = "topology",
        description = {
            "Shows who streams from whom, as a tree: the primary first, each standby below the node it streams from.",
            "Marks as in `cluster show`: * the running primary, ! not as registered, ? no good answer, - failed."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster topology orders         one cluster",
            "  pgbaton cluster topology orders --json  the same tree for programs"
        })
public final class ClusterTopologyCommand implements Verb {

    private final Session session;

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    @Option(names = "--json", description = "the tree as JSON: cluster, then roots with their standbys")
    private boolean json;

    public ClusterTopologyCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.ISSUES_FOUND);
    }

    @Override
    public ExitCode call() {
        ClusterStatus status = session.monitor().cluster(cluster.in(session));
        PrintWriter out = session.screen().out();
        if (json) {
            out.println(JsonText.of(Topology.of(status)));
        } else {
            new TopologyText(out, session.screen().terminal()).print(status);
        }
        return ClusterIssues.of(status).isEmpty() ? ExitCode.SUCCESS : ExitCode.ISSUES_FOUND;
    }
}

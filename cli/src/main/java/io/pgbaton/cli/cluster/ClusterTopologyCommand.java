package io.pgbaton.cli.cluster;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Parameters(arity = "0..1", paramLabel = "CLUSTER", description = "the cluster (default: that of --cluster or -f)")
    private @Nullable String cluster;

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
        ClusterStatus status =
                session.monitor().cluster(cluster == null ? session.requiredCluster() : Session.parseCluster(cluster));
        Topology topology = Topology.of(status);
        if (json) {
            out().println(JsonText.of(topology));
        } else {
            out().println(status.cluster() + "  " + status.health().name().toLowerCase(Locale.ROOT) + ", term "
                    + status.standing().term());
            topology.roots().forEach(root -> print(root, "", ""));
        }
        return ClusterIssues.of(status).isEmpty() ? ExitCode.SUCCESS : ExitCode.ISSUES_FOUND;
    }

    /// `here` stands before this node, `below` before all that hangs from it.
    private void print(Topology.Branch branch, String here, String below) {
        NodeStatus node = branch.node();
        out().println(session.screen().terminal().line(ClusterRows.colour(node), here + words(node)));
        for (int each = 0; each < branch.standbys().size(); each++) {
            boolean last = each == branch.standbys().size() - 1;
            print(branch.standbys().get(each), below + (last ? "└── " : "├── "), below + (last ? "    " : "│   "));
        }
    }

    private static String words(NodeStatus node) {
        String standing = node.status().strip() + " " + node.profile().name() + " (ID " + node.node() + ")";
        return switch (node.role()) {
            case PRIMARY -> standing + ", primary";
            case STANDBY -> standing + ", " + behind(node);
            case WITNESS -> standing + ", witness";
        };
    }

    private static String behind(NodeStatus node) {
        String lag = ClusterRows.lag(node.reported().position());
        return lag.equals("?") ? "lag unknown" : lag + " behind";
    }

    private PrintWriter out() {
        return session.screen().out();
    }
}

package io.pgbaton.cli.cluster;

import io.pgbaton.cli.output.Terminal;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.contracts.fleet.Topology;
import java.io.PrintWriter;
import java.util.Locale;

/// A topology as a person reads it.
record TopologyText(PrintWriter out, Terminal terminal) {

    void print(ClusterStatus status) {
        out.println(status.cluster() + "  " + status.health().name().toLowerCase(Locale.ROOT) + ", term "
                + status.standing().term());
        Topology.of(status).roots().forEach(root -> print(root, "", ""));
    }

    /// `here` stands before this node, `below` before all that hangs from it.
    private void print(Topology.Branch branch, String here, String below) {
        NodeStatus node = branch.node();
        out.println(terminal.line(ClusterRows.colour(node), here + words(node)));
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
}

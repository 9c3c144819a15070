package io.pgbaton.cli.cluster;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.service.Monitor;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pgbaton cluster event`: what happened, newest first.
@Command(
        name = "event",
        aliases = "events",
        description = "Shows what happened, newest first: failovers, promotions, rejoins, refusals with their reason.",
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster event                              the last 20 events of the fleet",
            "  pgbaton cluster event --cluster orders --limit 50",
            "  pgbaton cluster event --event failover_promote     who took over, and why (repmgr's names do, too)",
            "  pgbaton cluster event --json                       with all facts, times in UTC"
        })
public final class ClusterEventCommand implements Verb {

    /// More than a terminal or a script wants in one go; older ones are in the history database.
    private static final int MOST = 10_000;

    private final Session session;

    @Option(names = "--node-id", paramLabel = "N", description = "events of this node only")
    private @Nullable Integer nodeId;

    @Option(names = "--node-name", paramLabel = "NAME", description = "events of the node of this name only")
    private @Nullable String nodeName;

    @Option(names = "--event", paramLabel = "NAME", description = "events of this kind only; repmgr's name will do")
    private @Nullable String kind;

    @Option(names = "--limit", paramLabel = "N", description = "how many at most (${DEFAULT-VALUE})")
    private int limit = 20;

    @Option(names = "--all", description = "all of them, up to " + MOST)
    private boolean all;

    @Option(names = "--compact", description = "without details")
    private boolean compact;

    @ArgGroup
    private Form form = new Form();

    static final class Form {
        @Option(names = "--csv", description = "node_id,name,event,t or f,local time: as repmgr writes it")
        boolean csv;

        @Option(names = "--json", description = "the monitor service's records")
        boolean json;
    }

    public ClusterEventCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        if (limit < 1 || limit > MOST) {
            throw CommandFailed.badConfig("--limit " + limit + " is out of range: 1 to " + MOST);
        }
        Monitor monitor = session.monitor();
        Optional<ClusterId> cluster = session.cluster();
        // Names of nodes are the fleet's, not the events'.
        List<ClusterStatus> fleet =
                cluster.map(name -> List.of(monitor.cluster(name))).orElseGet(monitor::fleet);
        List<ClusterEvent> events = monitor.events(new Monitor.EventFilter(
                cluster,
                node(fleet),
                Optional.ofNullable(kind).map(ClusterEventCommand::wireName),
                all ? MOST : limit));
        print(new EventRows(fleet, session.screen().times()), events);
        return ExitCode.SUCCESS;
    }

    private void print(EventRows rows, List<ClusterEvent> events) {
        PrintWriter out = session.screen().out();
        if (form.json) {
            out.println(JsonText.of(events));
        } else if (form.csv) {
            events.forEach(event -> out.println(rows.csv(event)));
        } else {
            rows.table(events, compact).print(out, session.screen().terminal());
        }
    }

    private Optional<NodeId> node(List<ClusterStatus> fleet) {
        if (nodeId != null) {
            return Optional.of(session.nodeOrOwn(nodeId));
        }
        return nodeName == null ? Optional.empty() : Optional.of(nodeNamed(fleet, nodeName));
    }

    private static NodeId nodeNamed(List<ClusterStatus> fleet, String name) {
        List<NodeId> found = fleet.stream()
                .flatMap(cluster -> cluster.nodes().stream())
                .filter(node -> node.profile().name().equals(name))
                .map(NodeStatus::node)
                .distinct()
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw CommandFailed.badConfig(
                found.isEmpty()
                        ? "no node is named \"" + name + "\": pgbaton cluster show lists the names"
                        : "several nodes are named \"" + name + "\": say which cluster with --cluster");
    }

    /// Kinds added by a later version pass through as they are.
    private static String wireName(String name) {
        return Arrays.stream(EventKind.values())
                .filter(one -> one.repmgrName().equals(name))
                .findFirst()
                .map(EventKind::wireName)
                .orElse(name);
    }
}

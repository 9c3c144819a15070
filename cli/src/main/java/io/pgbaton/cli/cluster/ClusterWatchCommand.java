package io.pgbaton.cli.cluster;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Terminal;
import io.pgbaton.cli.service.Monitor;
import io.pgbaton.cli.session.ClusterChoice;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.cli.session.Watching;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton cluster watch`: the topology, the issues and the last events, live.
@Command(
        name = "watch",
        description = {
            "Shows a cluster live, until Ctrl-C: who streams from whom, what is not as it should be, the last events.",
            "While the monitor service does not answer, that is said above the last picture."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster watch orders",
            "  pgbaton cluster watch orders --interval 10s --count 6 > minute.txt"
        })
public final class ClusterWatchCommand implements Verb {

    private static final int EVENTS = 8;

    private final Session session;

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    @Mixin
    private Watching watching = new Watching();

    public ClusterWatchCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        ClusterId meant = cluster.in(session);
        return watching.run(session.screen(), out -> draw(meant, out));
    }

    private void draw(ClusterId meant, PrintWriter out) {
        Monitor monitor = session.monitor();
        ClusterStatus status = monitor.cluster(meant);
        List<ClusterEvent> events =
                monitor.events(new Monitor.EventFilter(Optional.of(meant), Optional.empty(), Optional.empty(), EVENTS));
        Terminal terminal = session.screen().terminal();
        new TopologyText(out, terminal).print(status);
        out.println();
        ClusterIssues.of(status).forEach(issue -> out.println("  - " + issue));
        if (!ClusterIssues.of(status).isEmpty()) {
            out.println();
        }
        new EventRows(List.of(status), session.screen().times())
                .table(events, false)
                .print(out, terminal);
    }
}

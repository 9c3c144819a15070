package io.pgbaton.cli.cluster;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.service.Monitor;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.fleet.HistoryCleanup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pgbaton cluster cleanup`: old samples go from the history.
@Command(
        name = "cleanup",
        description = {
            "Deletes samples of a cluster from the history (repmgr.monitoring_history). Events stay.",
            "It is seldom needed: the monitor service deletes by itself what is older than pgbaton.history.keep "
                    + "(30 days)."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster cleanup --cluster orders --keep-history 7 --dry-run",
            "  pgbaton cluster cleanup --cluster orders --node-id 3             all of one standby"
        })
public final class ClusterCleanupCommand implements Verb {

    /// Of a few seconds each.
    private static final int MOST_CALLS = 1_000;

    private final Session session;

    @Option(
            names = {"-k", "--keep-history"},
            paramLabel = "DAYS",
            description = "keep what is younger (default: 0, nothing is kept)")
    private int keepDays;

    @Option(names = "--node-id", paramLabel = "N", description = "of this standby only")
    private @Nullable Integer nodeId;

    @Option(names = "--dry-run", description = "count them; delete nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    public ClusterCleanupCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        if (keepDays < 0) {
            throw CommandFailed.badConfig("--keep-history " + keepDays + " is out of range: it is 0 or more days");
        }
        ClusterId cluster = session.requiredCluster();
        NodeId node = nodeId == null ? null : Session.parseNode(nodeId);
        HistoryCleanup.Asked asked = new HistoryCleanup.Asked(session.operator(), dryRun);
        Monitor monitor = session.monitor();
        long samples = 0;
        for (int call = 0; call < MOST_CALLS; call++) {
            HistoryCleanup.Done done = monitor.cleanUp(new HistoryCleanup(cluster, node, keepDays, asked, samples));
            samples += done.samples();
            if (done.complete()) {
                conclude(cluster, samples);
                return ExitCode.SUCCESS;
            }
            session.progress(samples + " samples deleted");
        }
        throw new CommandFailed(
                ExitCode.CONNECTION, samples + " samples of " + cluster + " deleted, and there are more: run it again");
    }

    record Cleaned(long samples, boolean dryRun) {}

    private void conclude(ClusterId cluster, long samples) {
        if (json) {
            session.screen().out().println(JsonText.of(new Cleaned(samples, dryRun)));
            return;
        }
        session.screen()
                .out()
                .println(
                        dryRun
                                ? samples + " samples of " + cluster + " would be deleted\ndry run: nothing was changed"
                                : "done: " + samples + " samples of " + cluster + " deleted");
    }
}

package io.pgbaton.cli.cluster;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.output.Table;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.fleet.ClusterStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pgbaton cluster show`: every node of a cluster, or of the fleet, and what is wrong with them.
@Command(
        name = "show",
        description = {
            "Shows the nodes of one cluster or of the whole fleet, and lists what is not as it should be.",
            "Status: * the running primary, blank a standby that runs, ! not as registered, ? no good answer, "
                    + "- failed."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster show                   the whole fleet",
            "  pgbaton cluster show orders --compact  one cluster, without connection strings",
            "  pgbaton cluster show orders --csv      node_id,availability,recovery as repmgr writes them",
            "  pgbaton cluster show --json            the same facts for programs"
        })
public final class ClusterShowCommand implements Verb {

    private final Session session;

    @Parameters(
            arity = "0..1",
            paramLabel = "CLUSTER",
            description = "the cluster; without it that of the configuration file, without that the fleet")
    private @Nullable String cluster;

    @Option(names = "--all", description = "the whole fleet, whatever the configuration file says")
    private boolean all;

    @Option(names = "--compact", description = "shorter headings, no connection strings")
    private boolean compact;

    @ArgGroup
    private Form form = new Form();

    static final class Form {
        @Option(names = "--csv", description = "node_id,availability,recovery; for the fleet the cluster first")
        boolean csv;

        @Option(names = "--json", description = "the monitor service's records")
        boolean json;
    }

    public ClusterShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.ISSUES_FOUND);
    }

    @Override
    public ExitCode call() {
        Optional<ClusterId> chosen = chosen();
        return chosen.isPresent()
                ? showOne(session.monitor().cluster(chosen.get()))
                : showFleet(session.monitor().fleet());
    }

    private Optional<ClusterId> chosen() {
        if (all) {
            return Optional.empty();
        }
        return cluster == null ? session.cluster() : Optional.of(Session.parseCluster(cluster));
    }

    private ExitCode showOne(ClusterStatus status) {
        if (form.json) {
            out().println(JsonText.of(status));
        } else if (form.csv) {
            ClusterRows.csv(status).forEach(out()::println);
        } else {
            printTable(List.of(status));
            printIssues(ClusterIssues.of(status));
        }
        return ending(List.of(status));
    }

    private ExitCode showFleet(List<ClusterStatus> fleet) {
        if (form.json) {
            out().println(JsonText.of(fleet));
        } else if (form.csv) {
            fleet.forEach(
                    status -> ClusterRows.csv(status).forEach(line -> out().println(status.cluster() + "," + line)));
        } else {
            printTable(fleet);
            printIssues(fleet.stream().flatMap(status -> named(status).stream()).toList());
        }
        return ending(fleet);
    }

    private void printTable(List<ClusterStatus> clusters) {
        Table table = ClusterRows.table(clusters, compact);
        table.print(out(), session.screen().terminal());
    }

    private void printIssues(List<String> issues) {
        if (!issues.isEmpty() && !session.isTerse()) {
            out().println();
            out().println("WARNING: following issues were detected");
            issues.forEach(issue -> out().println("  - " + issue));
        }
    }

    private static List<String> named(ClusterStatus status) {
        return ClusterIssues.of(status).stream()
                .map(issue -> status.cluster() + ": " + issue)
                .toList();
    }

    private static ExitCode ending(List<ClusterStatus> clusters) {
        return clusters.stream().allMatch(status -> ClusterIssues.of(status).isEmpty())
                ? ExitCode.SUCCESS
                : ExitCode.ISSUES_FOUND;
    }

    private PrintWriter out() {
        return session.screen().out();
    }
}

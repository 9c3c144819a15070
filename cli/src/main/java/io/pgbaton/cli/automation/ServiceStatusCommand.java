package io.pgbaton.cli.automation;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Colour;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.output.Table;
import io.pgbaton.cli.service.Failover;
import io.pgbaton.cli.service.Monitor;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.fleet.ClusterStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pgbaton service status`: may pgbaton act by itself, cluster by cluster.
@Command(
        name = "status",
        description = {
            "Shows for each cluster whether automatic failover is on or paused, by whom and until when, when it last "
                    + "failed over, and which standbys confirm commits. Without --cluster the whole fleet."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton service status",
            "  pgbaton service status --cluster orders --csv    a line for each node, as repmgr has it"
        })
public final class ServiceStatusCommand implements Verb {

    private final Session session;

    @Option(names = "--compact", description = "without reason, last failover, and for whom commits wait")
    private boolean compact;

    @Option(names = "--detail", hidden = true, description = "repmgr's; cluster show has location and priority")
    private boolean detail;

    @ArgGroup
    private Form form = new Form();

    static final class Form {
        @Option(names = "--csv", description = "repmgr's line for each node; for the fleet the cluster first")
        boolean csv;

        @Option(names = "--json", description = "the views in force")
        boolean json;
    }

    public ServiceStatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        Optional<ClusterId> meant = session.cluster();
        List<ClusterId> clusters = meant.map(List::of)
                .orElseGet(() -> session.monitor().fleet().stream()
                        .map(ClusterStatus::cluster)
                        .toList());
        Failover failover = session.failover();
        List<ClusterView> views = clusters.stream().map(failover::view).toList();
        if (detail) {
            session.progress("--detail: location and priority are in pgbaton cluster show");
        }
        if (form.csv) {
            csv(views, meant.isEmpty());
        } else if (form.json) {
            session.screen().out().println(JsonText.of(views));
        } else {
            table(views).print(session.screen().out(), session.screen().terminal());
        }
        return ExitCode.SUCCESS;
    }

    private void csv(List<ClusterView> views, boolean namesClusters) {
        Monitor monitor = session.monitor();
        for (ClusterView view : views) {
            String first = namesClusters ? view.cluster() + "," : "";
            ServiceRows.csv(monitor.cluster(view.cluster()), view)
                    .forEach(line -> session.screen().out().println(first + line));
        }
    }

    private Table table(List<ClusterView> views) {
        List<String> names = ServiceRows.NAMES.stream().filter(this::isShown).toList();
        Table table = new Table(names.toArray(String[]::new));
        for (ClusterView view : views) {
            Map<String, String> cells = ServiceRows.cells(view, session.screen().times());
            table.row(
                    view.policy().paused().isPresent() ? Colour.WARNING : Colour.NONE,
                    names.stream().map(name -> cells.getOrDefault(name, "")).toList());
        }
        return table;
    }

    private boolean isShown(String name) {
        return !compact || !ServiceRows.LESSER.contains(name);
    }
}

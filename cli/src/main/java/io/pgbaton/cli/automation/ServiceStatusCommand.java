package io.pgbaton.cli.automation;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Colour;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.output.Table;
import io.pgbaton.cli.output.Times;
import io.pgbaton.cli.service.Failover;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.fleet.ClusterStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pgbaton service status`: may pgbaton act by itself, cluster by cluster.
@Command(
        name = "status",
        description = {
            "Shows for each cluster whether automatic failover is on or paused, by whom and until when, when it last "
                    + "failed over, and which standbys confirm commits. Without --cluster the whole fleet."
        },
        footer = {"", "Examples:", "  pgbaton service status", "  pgbaton service status --cluster orders --json"})
public final class ServiceStatusCommand implements Verb {

    private final Session session;

    @Option(names = "--json", description = "the views in force")
    private boolean json;

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
        if (json) {
            session.screen().out().println(JsonText.of(views));
        } else {
            table(views).print(session.screen().out(), session.screen().terminal());
        }
        return ExitCode.SUCCESS;
    }

    private Table table(List<ClusterView> views) {
        Times times = session.screen().times();
        Table table = new Table(
                "Cluster",
                "Term",
                "Phase",
                "Automatic failover",
                "Reason",
                "Last failover",
                "Commits wait for",
                "Switchover");
        for (ClusterView view : views) {
            Optional<ClusterPolicy.Pause> pause = view.policy().paused();
            table.row(
                    pause.isPresent() ? Colour.WARNING : Colour.NONE,
                    List.of(
                            view.cluster().toString(),
                            view.term().toString(),
                            view.phase().getClass().getSimpleName().toLowerCase(Locale.ROOT),
                            pause.map(now -> paused(now, times)).orElse("on"),
                            pause.map(ClusterPolicy.Pause::reason).orElse(""),
                            view.policy()
                                    .failedOver()
                                    .map(last ->
                                            times.second(last.at()) + (last.acknowledged() ? ", acknowledged" : ""))
                                    .orElse("never"),
                            view.policy()
                                    .commitsWaitFor()
                                    .map(set -> set.required() + " of "
                                            + String.join(
                                                    ", ",
                                                    set.standbys().stream()
                                                            .map(view::nameOf)
                                                            .toList()))
                                    .orElse("nobody"),
                            view.policy()
                                    .standingOrders()
                                    .plannedSwitchover()
                                    .map(planned -> times.second(planned.at()))
                                    .orElse("none planned")));
        }
        return table;
    }

    private static String paused(ClusterPolicy.Pause pause, Times times) {
        String by = "paused by " + pause.by();
        return pause.until() == null ? by : by + " until " + times.second(pause.until());
    }
}

package io.pgbaton.cli.adopt;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.NodeErrand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.service.Failover;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.adopt.Finding;
import io.pgbaton.contracts.adopt.Survey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Registers the primary and waits for the other nodes of repmgr to be members: from here on the cluster is pgbaton's.
final class Finishing {

    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(300);

    private final Session session;
    private final Site site;
    private final RequestOptions options;

    Finishing(Session session, Site site, RequestOptions options) {
        this.session = session;
        this.site = site;
        this.options = options;
    }

    ExitCode call() {
        ClusterId cluster = site.cluster(session);
        Survey survey = site.survey();
        refuseUnfit(survey);
        Survey.Registered primary = survey.primary().orElseThrow(() -> unfit("repmgr has no primary that runs as one"));
        Failover failover = session.failover();
        register(cluster, primary, failover);
        if (options.isDryRun()) {
            conclude(new Finished(cluster, primary.id(), List.of(), true));
            return ExitCode.SUCCESS;
        }
        String missing = awaitMembers(cluster, survey, failover);
        if (!missing.isEmpty()) {
            throw unfit(primary.name() + " is primary of " + cluster + ", and not yet members are " + missing
                    + ": start their agents, they join by themselves");
        }
        List<NodeId> members =
                active(survey).stream().map(Survey.Registered::id).toList();
        conclude(new Finished(cluster, primary.id(), members, false));
        return ExitCode.SUCCESS;
    }

    /// The cluster is pgbaton's; after a dry run nobody is a member by it.
    record Finished(ClusterId cluster, NodeId primary, List<NodeId> members, boolean dryRun) {}

    private void conclude(Finished finished) {
        if (options.isJson()) {
            session.screen().out().println(JsonText.of(finished));
        } else if (!finished.dryRun()) {
            SurveyText text = new SurveyText(session);
            text.line(
                    finished.cluster() + " is pgbaton's: " + finished.members().size() + " members");
            text.steps(NextSteps.afterFinishing(finished.cluster().toString()));
        }
    }

    private static void refuseUnfit(Survey survey) {
        String daemons = survey.withDaemon().stream()
                .map(node -> node.name() + " (" + node.host() + "), "
                        + (node.found() == null ? "" : node.found().repmgrd()))
                .collect(Collectors.joining("; "));
        if (!daemons.isEmpty()) {
            throw unfit("there must be one who fails over, and repmgrd is not stopped on " + daemons);
        }
        List<Finding> faults = survey.mustBeMended();
        if (!faults.isEmpty()) {
            throw unfit(faults.getFirst().what() + ": " + faults.getFirst().value() + " ("
                    + faults.getFirst().why() + ")");
        }
    }

    private void register(ClusterId cluster, Survey.Registered primary, Failover failover) {
        Optional<NodeId> inOffice = failover.view(cluster).primary();
        if (inOffice.filter(primary.id()::equals).isPresent()) {
            session.progress("node " + primary.id() + " is primary of " + cluster + " already");
            return;
        }
        if (inOffice.isPresent()) {
            throw unfit("pgbaton has node " + inOffice.get() + " as primary of " + cluster + ", and repmgr node "
                    + primary.id() + ": is " + cluster + " another cluster's name?");
        }
        Errand errand = new Errand(
                "registration of node " + primary.id() + " as primary of " + cluster,
                cluster,
                new Request.RegisterPrimary(primary.id()),
                USUAL);
        new NodeErrand(errand, ExitCode.PROMOTION_FAIL, "node " + primary.id() + " is primary of " + cluster)
                .run(Pursuit.asPartOfMore(session, failover, options));
    }

    private String awaitMembers(ClusterId cluster, Survey survey, Failover failover) {
        long deadline = System.nanoTime() + options.patience(USUAL).toNanos();
        List<Survey.Registered> missing = missing(failover.view(cluster), survey);
        while (!missing.isEmpty() && System.nanoTime() < deadline) {
            pause();
            missing = missing(failover.view(cluster), survey);
        }
        return missing.stream().map(Survey.Registered::name).collect(Collectors.joining(", "));
    }

    private static List<Survey.Registered> active(Survey survey) {
        return survey.nodes().stream().filter(Survey.Registered::active).toList();
    }

    private static List<Survey.Registered> missing(ClusterView view, Survey survey) {
        return active(survey).stream()
                .filter(node -> view.member(node.id()).isEmpty())
                .toList();
    }

    private static void pause() {
        try {
            Thread.sleep(STEP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.INTERNAL, "interrupted; the registration goes on");
        }
    }

    private static CommandFailed unfit(String line) {
        return new CommandFailed(ExitCode.ISSUES_FOUND, line);
    }
}

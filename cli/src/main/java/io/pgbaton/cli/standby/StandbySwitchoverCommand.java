package io.pgbaton.cli.standby;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.service.Failover;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton standby switchover`: the primary stops cleanly, a standby takes over, the old primary follows it.
@Command(
        name = "switchover",
        description = {
            "Stops the primary cleanly, promotes a standby, and brings the old primary back as a standby of it. "
                    + "Nothing is lost: the standby is promoted when it has everything.",
            "Without --to it is the node of this host's agent.conf, as with repmgr; where there is none, the best "
                    + "standby."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton standby switchover --cluster orders --to orders-2 --dry-run",
            "  pgbaton standby switchover --cluster orders --to orders-2",
            "  pgbaton standby switchover -f /etc/pgbaton/agent.conf    to the standby on this host"
        })
public final class StandbySwitchoverCommand implements Verb {

    private final Session session;

    @Option(names = "--to", paramLabel = "NODE", description = "number or name of the standby to promote")
    private @Nullable String to;

    @Mixin
    private RequestOptions options = new RequestOptions();

    public StandbySwitchoverCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.SWITCHOVER_FAIL, ExitCode.SWITCHOVER_INCOMPLETE);
    }

    @Override
    public ExitCode call() {
        Failover failover = session.failover();
        ClusterId cluster = session.requiredCluster();
        ClusterView before = failover.view(cluster);
        NodeId target = target(before);
        session.progress("switchover of " + cluster + " from "
                + before.primary().map(before::nameOf).orElse("no primary") + " to "
                + (target == null ? "the best standby" : before.nameOf(target)));
        Pursuit pursuit = new Pursuit(session, failover, options);
        Pursuit.Ended ended = pursuit.follow(
                new Errand("switchover", cluster, new Request.Switchover(target), Duration.ofSeconds(90)));
        return pursuit.isDryRun() ? endOfDryRun(pursuit, ended) : end(pursuit, ended, before, failover);
    }

    private static ExitCode endOfDryRun(Pursuit pursuit, Pursuit.Ended ended) {
        if (ended.status().state() == RequestStatus.State.REFUSED
                || ended.status().state() == RequestStatus.State.FAILED) {
            throw new CommandFailed(ExitCode.SWITCHOVER_FAIL, "switchover would be refused: " + ended.lastStep());
        }
        pursuit.conclude("dry run: nothing was changed");
        return ExitCode.SUCCESS;
    }

    private static ExitCode end(Pursuit pursuit, Pursuit.Ended ended, ClusterView before, Failover failover) {
        SwitchoverEnd end = ended.status().state() == RequestStatus.State.REFUSED
                ? SwitchoverEnd.refused(ended)
                : SwitchoverEnd.of(ended, before, failover.view(before.cluster()));
        if (end.code() != ExitCode.SUCCESS) {
            throw new CommandFailed(end.code(), end.line());
        }
        pursuit.conclude(end.line());
        return end.code();
    }

    private @Nullable NodeId target(ClusterView view) {
        return to == null
                ? session.ownNode().orElse(null)
                : view.members().stream()
                        .filter(member -> member.profile().name().equals(to)
                                || member.node().toString().equals(to))
                        .map(ClusterView.Member::node)
                        .findFirst()
                        .orElseThrow(() -> CommandFailed.badConfig(
                                "cluster " + view.cluster() + " has no node \"" + to + "\": it has " + namesOf(view)));
    }

    private static String namesOf(ClusterView view) {
        List<String> names = view.members().stream()
                .map(member -> member.profile().name() + " (" + member.node() + ")")
                .toList();
        return names.isEmpty() ? "none yet" : String.join(", ", names);
    }
}

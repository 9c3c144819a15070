package io.pgbaton.cli.standby;

import io.pgbaton.cli.member.NodeChoice;
import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.NodeErrand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.service.Failover;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.cli.session.When;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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
            "It is refused, unless forced, while transactions are old or prepared, or many segments wait to be archived. "
                    + "A PgBouncer that an agent drives holds its clients meanwhile.",
            "Without --to it is the node of this host's agent.conf, as with repmgr; where there is none, the best "
                    + "standby."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton standby switchover --cluster orders --to orders-2 --dry-run",
            "  pgbaton standby switchover --cluster orders --to orders-2",
            "  pgbaton standby switchover --cluster orders --to orders-2 --at 03:00",
            "  pgbaton standby switchover --cluster orders --cancel",
            "  pgbaton standby switchover -f /etc/pgbaton/agent.conf    to the standby on this host"
        })
public final class StandbySwitchoverCommand implements Verb {

    private final Session session;

    @Option(names = "--to", paramLabel = "NODE", description = "number or name of the standby to promote")
    private @Nullable String to;

    @Option(
            names = {"-F", "--force"},
            description =
                    "also where it costs clients more than a moment: old or prepared transactions, a long archive "
                            + "queue, a standby that lags")
    private boolean force;

    @Option(names = "--at", paramLabel = "TIME", description = "later: 03:00, 2026-11-27T03:00, 2026-11-27T03:00:00Z")
    private @Nullable String at;

    @Option(names = "--cancel", description = "take back the switchover that is planned")
    private boolean cancel;

    @Option(
            names = {"--siblings-follow", "--always-promote", "--repmgrd-no-pause", "--repmgrd-force-unpause"},
            hidden = true,
            description = "repmgr's; nothing to choose here")
    private boolean asAlways;

    @Option(names = "--force-rewind", arity = "0..1", hidden = true, description = "repmgr's; it is, where needed")
    private @Nullable String forceRewind;

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
        if (asAlways || forceRewind != null) {
            session.progress("siblings always follow, the old primary is rewound where it has to be, and nothing needs"
                    + " to be paused: repmgr's options for that have nothing to choose here");
        }
        Failover failover = session.failover();
        ClusterId cluster = session.requiredCluster();
        if (cancel) {
            return planned(
                    failover,
                    cluster,
                    new Request.CancelSwitchover(),
                    "no switchover of " + cluster + " is planned any more");
        }
        ClusterView before = failover.view(cluster);
        NodeId target = target(before);
        if (at != null) {
            Instant moment = When.parse("--at", at, Instant.now(), ZoneId.systemDefault());
            String words = "switchover of " + cluster + " planned for "
                    + session.screen().times().second(moment);
            return planned(failover, cluster, new Request.Switchover(target, force ? true : null, moment), words);
        }
        session.progress("switchover of " + cluster + " from "
                + before.primary().map(before::nameOf).orElse("no primary") + " to "
                + (target == null ? "the best standby" : before.nameOf(target)));
        Pursuit pursuit = new Pursuit(session, failover, options);
        Pursuit.Ended ended = pursuit.follow(new Errand(
                "switchover",
                cluster,
                new Request.Switchover(target, force ? true : null, null),
                Duration.ofSeconds(90)));
        return pursuit.isDryRun() ? endOfDryRun(pursuit, ended) : end(pursuit, ended, before, failover);
    }

    private ExitCode planned(Failover failover, ClusterId cluster, Request.Wish wish, String done) {
        return new NodeErrand(
                        new Errand("switchover", cluster, wish, Duration.ofSeconds(20)), ExitCode.SWITCHOVER_FAIL, done)
                .refusedWith(ExitCode.SWITCHOVER_FAIL)
                .run(new Pursuit(session, failover, options));
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
        return to == null ? session.ownNode().orElse(null) : NodeChoice.named(to, view);
    }
}

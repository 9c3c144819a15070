package io.pgbaton.cli.automation;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.NodeErrand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton cluster accept-loss`: goes on out of a halt with what there is.
@Command(
        name = "accept-loss",
        description = {
            "Goes on out of a halt, or out of an election that waits, with the nodes that answer: acknowledged commits may be "
                    + "lost. pgbaton cluster explain says how many bytes are missing, and who may still have them."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton cluster accept-loss --cluster orders --dry-run",
            "  pgbaton cluster accept-loss --cluster orders --to-node-id 3"
        })
public final class ClusterAcceptLossCommand implements Verb {

    private final Session session;

    @Option(
            names = "--to-node-id",
            paramLabel = "N",
            description = "the node to promote; without it the best that answers")
    private @Nullable Integer to;

    @Mixin
    private RequestOptions options = new RequestOptions();

    public ClusterAcceptLossCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        ClusterId cluster = session.requiredCluster();
        Errand errand = new Errand(
                "accepted loss of " + cluster,
                cluster,
                new Request.AcceptLoss(to == null ? null : session.nodeOrOwn(to)),
                Duration.ofSeconds(15));
        return new NodeErrand(errand, ExitCode.BAD_CONFIG, "the election of " + cluster + " goes on with what there is")
                .run(new Pursuit(session, session.failover(), options));
    }
}

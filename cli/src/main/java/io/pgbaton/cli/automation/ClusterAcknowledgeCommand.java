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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton cluster acknowledge`: the next automatic failover need not wait.
@Command(
        name = "acknowledge",
        description = {
            "Takes note of the last failover. A second automatic failover soon after the first (minimum-failover-interval, "
                    + "10 minutes) waits for this: a cluster that fails over again and again needs a person."
        },
        footer = {"", "Examples:", "  pgbaton cluster acknowledge --cluster orders"})
public final class ClusterAcknowledgeCommand implements Verb {

    private final Session session;

    @Mixin
    private RequestOptions options = new RequestOptions();

    public ClusterAcknowledgeCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        ClusterId cluster = session.requiredCluster();
        Errand errand = new Errand(
                "acknowledgement of the last failover of " + cluster,
                cluster,
                new Request.Acknowledge(),
                Duration.ofSeconds(15));
        return new NodeErrand(errand, ExitCode.BAD_CONFIG, "the next failover of " + cluster + " need not wait")
                .run(new Pursuit(session, session.failover(), options));
    }
}

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

/// `pgbaton service unpause`: what is automatic may happen again.
@Command(
        name = "unpause",
        aliases = "resume",
        description = {
            "Ends a pause. What has become due meanwhile happens now: with a primary that is lost, a failover."
        },
        footer = {"", "Examples:", "  pgbaton service unpause --cluster orders"})
public final class ServiceUnpauseCommand implements Verb {

    private final Session session;

    @Mixin
    private RequestOptions options = new RequestOptions();

    public ServiceUnpauseCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        ClusterId cluster = session.requiredCluster();
        Errand errand =
                new Errand("end of the pause of " + cluster, cluster, new Request.Resume(), Duration.ofSeconds(15));
        return new NodeErrand(errand, ExitCode.BAD_CONFIG, "automatic failover of " + cluster + " is on again")
                .run(new Pursuit(session, session.failover(), options));
    }
}

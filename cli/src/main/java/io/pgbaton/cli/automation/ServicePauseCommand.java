package io.pgbaton.cli.automation;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.request.Errand;
import io.pgbaton.cli.request.NodeErrand;
import io.pgbaton.cli.request.Pursuit;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.TimeSpan;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton service pause`: nothing automatic happens to a cluster for a while.
@Command(
        name = "pause",
        description = {
            "Nothing automatic happens to the cluster until the time is over or it is unpaused: no failover, no "
                    + "re-election. What you ask for yourself, such as a switchover, is still done. It outlives every "
                    + "restart of the services."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton service pause --cluster orders --for 2h --reason \"new switch in rack 4\"",
            "  pgbaton service pause --cluster orders          until somebody says unpause"
        })
public final class ServicePauseCommand implements Verb {

    private final Session session;

    @Option(
            names = "--for",
            paramLabel = "LENGTH",
            description = "how long: 90s, 30min, 2h, 1d; without it until unpaused")
    private @Nullable String length;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for whoever wonders in the meantime")
    private String reason = "maintenance";

    @Mixin
    private RequestOptions options = new RequestOptions();

    public ServicePauseCommand(Session session) {
        this.session = session;
    }

    @Override
    public ExitCode call() {
        ClusterId cluster = session.requiredCluster();
        Instant until = length == null
                ? null
                : Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(TimeSpan.parse("--for", length));
        String end = until == null
                ? "automatic failover of " + cluster + " is paused until somebody says unpause"
                : "automatic failover of " + cluster + " is paused until "
                        + session.screen().times().second(until);
        Errand errand =
                new Errand("pause of " + cluster, cluster, new Request.Pause(reason, until), Duration.ofSeconds(15));
        return new NodeErrand(errand, ExitCode.BAD_CONFIG, end).run(new Pursuit(session, session.failover(), options));
    }
}

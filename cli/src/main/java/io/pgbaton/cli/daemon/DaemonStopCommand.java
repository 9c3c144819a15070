package io.pgbaton.cli.daemon;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pgbaton daemon stop`.
@Command(
        name = "stop",
        description = {
            "Stops the agent of this host by its service manager, and waits until it is gone: by "
                    + "agent_service_stop_command of agent.conf, else systemctl stop pgbaton-agent.",
            "Its server is shut down with it: nothing would keep its lease. So it is refused on the primary, where it "
                    + "is a failover: make another node primary first, pgbaton standby switchover. To have agent.conf "
                    + "read again, systemctl reload pgbaton-agent."
        },
        footer = {"", "Examples:", "  pgbaton daemon stop", "  pgbaton daemon stop -f /etc/pgbaton/agent.conf --dry-run"
        })
public final class DaemonStopCommand implements Verb {

    private final Session session;

    @Option(
            names = {"-F", "--force"},
            description = "also the primary's")
    private boolean force;

    @Mixin
    private DaemonOptions options = new DaemonOptions();

    public DaemonStopCommand(Session session) {
        this.session = session;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of(ExitCode.AGENT_SERVICE);
    }

    @Override
    public ExitCode call() {
        AgentService service = AgentService.of(session.requiredAgentConf());
        AgentPages pages = new AgentPages(service.address());
        Duration patience = options.patience(Duration.ofSeconds(90));
        long begin = System.nanoTime();
        if (!pages.isThere()) {
            throw service.failed(service.name() + " is not there: nobody answers at " + service.address());
        }
        if (!force && pages.isPrimary()) {
            throw CommandFailed.badConfig(service.name() + " has the primary, which would be shut down, and that is a"
                    + " failover: make another node primary first (pgbaton standby switchover), or give --force");
        }
        if (options.isDryRun()) {
            options.conclude(session, "running", service, service.stopCommand(), Duration.ZERO);
            return ExitCode.SUCCESS;
        }
        new ServiceCommand(service.stopCommand()).run(patience);
        if (options.isToWait() && !AgentPages.await(() -> !pages.isThere(), begin + patience.toNanos())) {
            throw service.failed(service.name() + " still answers at " + service.address() + " after "
                    + patience.toSeconds() + " s: its log says what it waits for");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        options.conclude(session, options.isToWait() ? "stopped" : "stopping", service, service.stopCommand(), took);
        return ExitCode.SUCCESS;
    }
}

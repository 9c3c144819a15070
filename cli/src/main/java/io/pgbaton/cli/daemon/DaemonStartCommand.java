package io.pgbaton.cli.daemon;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pgbaton daemon start`.
@Command(
        name = "start",
        description = {
            "Starts the agent of this host by its service manager, and waits until it answers: by "
                    + "agent_service_start_command of agent.conf, else systemctl start pgbaton-agent.",
            "The agent starts its server."
        },
        footer = {
            "",
            "Examples:",
            "  pgbaton daemon start",
            "  pgbaton daemon start -f /etc/pgbaton/agent.conf --dry-run"
        })
public final class DaemonStartCommand implements Verb {

    private final Session session;

    @Mixin
    private DaemonOptions options = new DaemonOptions();

    public DaemonStartCommand(Session session) {
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
        Duration patience = options.patience(Duration.ofSeconds(15));
        long begin = System.nanoTime();
        if (pages.isThere()) {
            throw service.failed(service.name() + " runs already: it answers at " + service.address());
        }
        if (options.isDryRun()) {
            options.conclude(session, "stopped", service, service.startCommand(), Duration.ZERO);
            return ExitCode.SUCCESS;
        }
        new ServiceCommand(service.startCommand()).run(patience);
        if (options.isToWait() && !AgentPages.await(pages::isAlive, begin + patience.toNanos())) {
            throw service.failed(service.name() + " does not answer at " + service.address() + " after "
                    + patience.toSeconds() + " s: its log says why (journalctl -u pgbaton-agent, or log_file)");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        options.conclude(session, options.isToWait() ? "running" : "starting", service, service.startCommand(), took);
        return ExitCode.SUCCESS;
    }
}

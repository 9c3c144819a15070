package io.pgbaton.fleet.command;

import io.pgbaton.fleet.Main;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `./sandbox`.
@Command(
        name = "sandbox",
        synopsisSubcommandLabel = "COMMAND",
        header = "A whole pgbaton fleet on this machine: Kafka, PostgreSQL clusters, agents, services.",
        description = {
            "",
            "Begin with:",
            "  ./sandbox up                    two clusters, orders (3 nodes) and billing (2)",
            "  ./sandbox status                who is primary, who follows, what runs",
            "  ./sandbox kill orders/n1        kill -9 for the primary's postmaster",
            "  ./sandbox status                another one took over, n1 is back as a standby",
            "  ./sandbox inbox                 the mail and the webhooks that said so",
            "  ./sandbox demo                  the whole story by itself, with a client that never stops",
            "  ./sandbox down --purge          everything gone",
            ""
        },
        footer = {
            "",
            "A NODE is written orders/n1 or orders-1. Every process is recorded when it is started; nothing is ever",
            "killed by its name. Colours appear on a terminal only; NO_COLOR=1 leaves them out there, too."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            BrokerCommand.class,
            StatusCommand.class,
            KillCommand.class,
            HangCommand.class,
            ResumeCommand.class,
            StartCommand.class,
            SwitchoverCommand.class,
            LogsCommand.class,
            InboxCommand.class,
            DemoCommand.class,
            DownCommand.class,
        })
public final class SandboxCommand {

    private SandboxCommand() {}

    public static CommandLine line() {
        return Main.plainly(new CommandLine(new SandboxCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100));
    }
}

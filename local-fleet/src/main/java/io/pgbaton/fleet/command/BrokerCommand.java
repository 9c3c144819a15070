package io.pgbaton.fleet.command;

import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.run.BringUp;
import io.pgbaton.fleet.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "broker",
        description = "Starts one Kafka broker and nothing else, for services and agents that you start yourself"
                + " (docs/user-guide.md). `down` ends it.",
        mixinStandardHelpOptions = true)
final class BrokerCommand implements Runnable {

    @Mixin
    private Where where = new Where();

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            description = "it listens here, its controller five ports above (default: ${DEFAULT-VALUE})")
    private int basePort = FleetPlan.DEFAULT_BASE_PORT;

    @Override
    public void run() {
        BringUp.broker(where.folder(), basePort, Terminal.standard());
    }
}

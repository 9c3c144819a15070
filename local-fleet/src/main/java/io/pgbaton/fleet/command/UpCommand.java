package io.pgbaton.fleet.command;

import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.run.BringUp;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Surroundings;
import io.pgbaton.fleet.terminal.Addresses;
import io.pgbaton.fleet.terminal.Terminal;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Brings a fleet up and prints every address. Without --clusters and --standbys: orders with two"
                + " standbys and billing with one.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Runnable {

    @Mixin
    private Where where = new Where();

    @Option(names = "--brokers", paramLabel = "N", description = "Kafka brokers, 1 or 3 (default: ${DEFAULT-VALUE})")
    private int brokers = 1;

    @Option(
            names = "--failover-services",
            paramLabel = "N",
            description = "failover services, at most 3: failover, failover-2, ... (default: ${DEFAULT-VALUE})")
    private int failoverServices = 1;

    @Option(names = "--clusters", paramLabel = "N", description = "clusters, at most 40 (default: 2)")
    private Optional<Integer> clusters = Optional.empty();

    @Option(names = "--standbys", paramLabel = "N", description = "standbys of each cluster, at most 8")
    private Optional<Integer> standbys = Optional.empty();

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            description = "all ports lie from here to 1000 above it (default: ${DEFAULT-VALUE})")
    private int basePort = FleetPlan.DEFAULT_BASE_PORT;

    @Option(
            names = "--agent",
            paramLabel = "LINE",
            description = "a line of every agent's configuration, such as lease=10s; several may be given")
    private List<String> agent = List.of();

    @Override
    public void run() {
        Terminal terminal = Terminal.standard();
        Fleet fleet = BringUp.run(where.folder(), plan(), Surroundings.USUAL.withAgents(agent), terminal);
        Addresses.print(fleet, terminal);
    }

    private FleetPlan plan() {
        FleetPlan plan = clusters.isEmpty() && standbys.isEmpty()
                ? FleetPlan.usual(basePort, brokers)
                : FleetPlan.of(basePort, brokers, clusters.orElse(2), standbys.orElse(1));
        return plan.withFailoverServices(failoverServices);
    }
}

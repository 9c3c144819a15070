package io.pgbaton.fleet.command;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.run.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Shows the end of the logs of a node (its agent's and its server's) or of a program.",
        footer = {"", "Programs: failover, failover-2, monitor, notifier, kafka-1, history, sinks."},
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    @Mixin
    private Where where = new Where();

    @Parameters(paramLabel = "NODE|PROGRAM", description = "such as orders/n1 or failover")
    private String name = "";

    @Option(names = "-f", description = "go on showing what is added")
    private boolean follow;

    @Option(names = "-n", paramLabel = "LINES", description = "how many lines (default: ${DEFAULT-VALUE})")
    private int lines = 40;

    @Override
    public Integer call() {
        List<String> words = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (follow) {
            words.add("-F");
        }
        files(where.fleet()).stream().filter(Files::exists).map(Path::toString).forEach(words::add);
        try {
            return new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new FleetException("cannot show the logs of " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private List<Path> files(Fleet fleet) {
        if (name.equals(Fleet.SINKS)) {
            return List.of(fleet.folder().sinks().resolve("sinks.log"));
        }
        if (name.equals("history")) {
            return List.of(fleet.folder().history().resolve("postgres.log"));
        }
        if (name.matches("kafka-\\d")) {
            return List.of(fleet.folder().root().resolve(name).resolve("broker.log"));
        }
        return fleet.plan().instances().stream()
                .filter(service -> service.name().equals(name))
                .map(service -> List.of(fleet.folder().log(service)))
                .findFirst()
                .orElseGet(() -> ofNode(fleet, fleet.plan().node(name)));
    }

    private static List<Path> ofNode(Fleet fleet, NodePlan node) {
        return List.of(fleet.folder().agentLog(node), fleet.folder().postgresLog(node));
    }
}

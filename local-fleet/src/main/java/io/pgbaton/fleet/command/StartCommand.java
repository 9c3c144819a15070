package io.pgbaton.fleet.command;

import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Host;
import io.pgbaton.fleet.run.Part;
import io.pgbaton.fleet.terminal.Terminal;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "start",
        description = "Starts guard and agent of a node again (they bring its server back), or a program.",
        mixinStandardHelpOptions = true)
final class StartCommand implements Runnable {

    @Mixin
    private Where where = new Where();

    @Parameters(paramLabel = "WHO", description = "a node (orders/n1) or a program (failover, kafka-1, history, …)")
    private String node = "";

    @Option(
            names = "--by-hand",
            description = "start the server with pg_ctl instead, as somebody would who knows nothing of agents:"
                    + " it comes up read-only")
    private boolean byHand;

    @Override
    public void run() {
        Fleet fleet = where.fleet();
        Optional<Part> part = Part.named(fleet, node);
        if (part.isPresent()) {
            Terminal.standard().say(node + (part.get().start() ? " started" : " is running already"));
            return;
        }
        Host host = fleet.host(fleet.plan().node(node));
        Terminal terminal = Terminal.standard();
        if (byHand) {
            host.startServerByHand();
            terminal.say("server of " + host.node().label() + " started with pg_ctl");
        } else if (host.guardRuns()) {
            terminal.say("the agent of " + host.node().label() + " is running already");
        } else {
            host.start();
            terminal.say("agent of " + host.node().label() + " started");
        }
    }
}

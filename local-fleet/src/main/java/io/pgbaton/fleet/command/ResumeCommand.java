package io.pgbaton.fleet.command;

import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Part;
import io.pgbaton.fleet.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = "Lets a node or a program go on that `hang` froze.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Runnable {

    @Mixin
    private Where where = new Where();

    @Parameters(paramLabel = "WHO", description = "a node (orders/n1) or a program (failover, kafka-1, history, …)")
    private String node = "";

    @Override
    public void run() {
        Fleet fleet = where.fleet();
        Part.named(fleet, node)
                .ifPresentOrElse(
                        Part::resume, () -> fleet.host(fleet.plan().node(node)).resume());
        Terminal.standard().say(node + " goes on");
    }
}

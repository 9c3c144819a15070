package io.pgbaton.fleet.command;

import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.run.Part;
import io.pgbaton.fleet.run.Target;
import io.pgbaton.fleet.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "hang",
        description =
                "Freezes something of a node, or a program, with SIGSTOP: connections stay open and nothing answers.",
        footer = {"", "`./sandbox resume NODE` lets it go on."},
        mixinStandardHelpOptions = true)
final class HangCommand implements Runnable {

    @Mixin
    private Where where = new Where();

    @Parameters(paramLabel = "WHO", description = "a node (orders/n1) or a program (failover, kafka-1, history, …)")
    private String node = "";

    @Option(
            names = "--what",
            paramLabel = "WHAT",
            description =
                    "postgres (every process of the server), postmaster (no new connections), receiver (of the log), agent,"
                            + " guard or host (default: ${DEFAULT-VALUE})")
    private Target what = Target.POSTGRES;

    @Override
    public void run() {
        Fleet fleet = where.fleet();
        Terminal.standard()
                .say(Part.named(fleet, node)
                        .map(Part::hang)
                        .orElseGet(() -> fleet.host(fleet.plan().node(node)).hang(what)));
    }
}

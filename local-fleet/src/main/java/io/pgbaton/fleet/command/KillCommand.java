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
        name = "kill",
        description = "Kills something of a node, or a program, with SIGKILL, as a crash would.",
        footer = {
            "",
            "--what postgres   the postmaster (default): its agent notices in milliseconds",
            "--what agent      the agent alone: its guard starts it again, the server goes on",
            "--what guard      the guard alone: agent and server go on, unguarded until `./sandbox start NODE`",
            "--what host       guard, agent and server at the same instant: the lease must run out first"
        },
        mixinStandardHelpOptions = true)
final class KillCommand implements Runnable {

    enum What {
        POSTGRES(Target.POSTMASTER),
        AGENT(Target.AGENT),
        GUARD(Target.GUARD),
        HOST(Target.HOST);

        private final Target target;

        What(Target target) {
            this.target = target;
        }
    }

    @Mixin
    private Where where = new Where();

    @Parameters(paramLabel = "WHO", description = "a node (orders/n1) or a program (failover, kafka-1, history, …)")
    private String node = "";

    @Option(
            names = "--what",
            paramLabel = "WHAT",
            description = "postgres, agent, guard or host (default: ${DEFAULT-VALUE})")
    private What what = What.POSTGRES;

    @Override
    public void run() {
        Fleet fleet = where.fleet();
        Terminal.standard()
                .say(Part.named(fleet, node)
                        .map(Part::kill)
                        .orElseGet(() -> fleet.host(fleet.plan().node(node)).kill(what.target)));
    }
}

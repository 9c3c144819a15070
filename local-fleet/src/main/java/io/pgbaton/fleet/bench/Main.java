package io.pgbaton.fleet.bench;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The program behind `./bench`. A new bench is a command of its own, added to the list below.
@Command(
        name = "bench",
        synopsisSubcommandLabel = "BENCH",
        header = "Measures pgbaton on this machine.",
        description = {
            "",
            "Each bench uses the sandbox that is up; without one it brings one up and takes it down afterwards.",
            "Figures of a machine with other work on it are worth little.",
            ""
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            FailoverBench.class,
            SwitchoverBench.class,
            ChaosBench.class,
            AgentBench.class,
            HistoryBench.class,
            CopyBench.class,
            CloneBench.class
        })
public final class Main {

    /// Kept, since a logger that nobody holds forgets its level.
    private static final Logger ROOT = Logger.getLogger("");

    private Main() {}

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.SEVERE);
        CommandLine line = io.pgbaton.fleet.Main.plainly(new CommandLine(new Main()).setUsageHelpWidth(100));
        System.exit(line.execute(arguments));
    }
}

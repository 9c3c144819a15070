package io.pgbaton.fleet;

import io.pgbaton.fleet.command.SandboxCommand;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/// The program behind `./sandbox`.
public final class Main {

    /// Kept, since a logger that nobody holds forgets its level.
    private static final Logger ROOT = Logger.getLogger("");

    private Main() {}

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.SEVERE);
        System.exit(SandboxCommand.line().execute(arguments));
    }

    /// Operating errors are for a person: one clear line. Anything else is our mistake and keeps its trace.
    public static CommandLine plainly(CommandLine line) {
        return line.setExecutionExceptionHandler((e, failed, _) -> {
            if (!(e instanceof FleetException)) {
                throw e;
            }
            failed.getErr().println("error: " + e.getMessage());
            return 1;
        });
    }
}

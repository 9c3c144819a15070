package io.pgbaton.cli.outcome;

import java.io.Serial;

/// Ends a command: `message` is one line that says what is wrong and what to do.
public final class CommandFailed extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    public CommandFailed(ExitCode exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public static CommandFailed badConfig(String message) {
        return new CommandFailed(ExitCode.BAD_CONFIG, message);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String line() {
        return String.valueOf(getMessage());
    }
}

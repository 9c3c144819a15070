package io.pgbaton.cli.daemon;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.session.Session;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What starting and stopping have in common.
final class DaemonOptions {

    @Option(names = "--dry-run", description = "check and say what would be run; change nothing")
    private boolean dryRun;

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "SECONDS",
            arity = "0..1",
            description = "how long it may take (to start: 15, to stop: 90)")
    private @Nullable Integer waitSeconds;

    @Option(
            names = {"-W", "--no-wait"},
            description = "end when the service manager's command has ended")
    private boolean noWait;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    record Ended(String agent, String command, boolean dryRun, long millis) {}

    boolean isDryRun() {
        return dryRun;
    }

    boolean isToWait() {
        return !noWait;
    }

    Duration patience(Duration usual) {
        if (waitSeconds == null) {
            return usual;
        }
        if (noWait) {
            throw CommandFailed.badConfig("--wait " + waitSeconds + " and --no-wait: give one of them");
        }
        if (waitSeconds < 1) {
            throw CommandFailed.badConfig("--wait " + waitSeconds + " is out of range: it is 1 or more");
        }
        return Duration.ofSeconds(waitSeconds);
    }

    /// The result: `agent` is what it is now.
    void conclude(Session session, String agent, AgentService service, String command, Duration took) {
        if (json) {
            session.screen().out().println(JsonText.of(new Ended(agent, command, dryRun, took.toMillis())));
        } else if (dryRun) {
            session.screen().out().println("would run: " + command);
            session.screen().out().println("dry run: nothing was changed");
        } else {
            session.screen()
                    .out()
                    .println("done in " + Amounts.millis(took.toMillis()) + ": " + service.name() + " is " + agent);
        }
    }
}

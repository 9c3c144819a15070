package io.pgbaton.cli.request;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that asks the failover service for something.
public final class RequestOptions {

    /// repmgr's `--wait` without a number.
    private static final String AS_USUAL = "-1";

    @Option(names = "--dry-run", description = "check and say what would happen; change nothing")
    private boolean dryRun;

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = AS_USUAL,
            description = "how long to follow it; the request itself goes on after that")
    private @Nullable Integer waitSeconds;

    @Option(names = "--json", description = "no steps; the request's record when it has ended")
    private boolean json;

    public boolean isDryRun() {
        return dryRun;
    }

    public boolean isJson() {
        return json;
    }

    public Duration patience(Duration usual) {
        return waitSeconds == null || waitSeconds < 0 ? usual : Duration.ofSeconds(waitSeconds);
    }
}

package io.pgbaton.cli.session;

import io.pgbaton.cli.output.Terminal;
import io.pgbaton.cli.output.Times;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/// What the process was started in.
public record Surroundings(Map<String, String> environment, Path directory, Screen screen) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /// Where a command writes, and how.
    public record Screen(PrintWriter out, PrintWriter err, Terminal terminal, Times times) {}
}

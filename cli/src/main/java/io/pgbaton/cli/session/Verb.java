package io.pgbaton.cli.session;

import io.pgbaton.cli.outcome.ExitCode;
import java.util.List;

/// One command, `pgbaton OBJECT VERB`: a class in a file of its own, and a line in the grammar.
public interface Verb {

    /// Does it. Ends by a `CommandFailed` when it cannot be done.
    ExitCode call();

    /// How it can end besides what every command can, for `--help`.
    default List<ExitCode> endings() {
        return List.of();
    }
}

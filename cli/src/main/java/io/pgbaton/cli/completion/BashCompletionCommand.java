package io.pgbaton.cli.completion;

import io.pgbaton.cli.session.Session;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `pgbaton completion bash`: the script is the result.
@Command(
        name = "bash",
        description = "Writes a script that completes pgbaton's commands and options in bash.",
        footer = {"", "Example:", "  pgbaton completion bash > /etc/bash_completion.d/pgbaton"})
public final class BashCompletionCommand extends Completion {

    /// `grammar` makes all of it.
    public BashCompletionCommand(Session session, Supplier<CommandLine> grammar) {
        super(session, grammar);
    }

    @Override
    String script(CommandLine whole) {
        return AutoComplete.bash("pgbaton", whole);
    }
}

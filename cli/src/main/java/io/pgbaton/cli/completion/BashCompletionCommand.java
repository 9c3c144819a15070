package io.pgbaton.cli.completion;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import java.util.List;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `pgbaton completion bash`: the script is the result.
@Command(
        name = "bash",
        description = "Writes a script that completes pgbaton's commands and options in bash.",
        footer = {"", "Example:", "  pgbaton completion bash > /etc/bash_completion.d/pgbaton"})
public final class BashCompletionCommand implements Verb {

    private final Session session;
    private final Supplier<CommandLine> grammar;

    /// `grammar` makes all of it.
    public BashCompletionCommand(Session session, Supplier<CommandLine> grammar) {
        this.session = session;
        this.grammar = grammar;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of();
    }

    @Override
    public ExitCode call() {
        session.screen().out().println(AutoComplete.bash("pgbaton", grammar.get()));
        return ExitCode.SUCCESS;
    }
}

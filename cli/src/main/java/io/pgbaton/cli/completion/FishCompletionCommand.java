package io.pgbaton.cli.completion;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `pgbaton completion fish`: the script is the result.
@Command(
        name = "fish",
        description = "Writes a script that completes pgbaton's commands and options in fish.",
        footer = {"", "Example:", "  pgbaton completion fish > ~/.config/fish/completions/pgbaton.fish"})
public final class FishCompletionCommand implements Verb {

    private final Session session;
    private final Supplier<CommandLine> grammar;

    /// `grammar` makes all of it.
    public FishCompletionCommand(Session session, Supplier<CommandLine> grammar) {
        this.session = session;
        this.grammar = grammar;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of();
    }

    @Override
    public ExitCode call() {
        session.screen().out().println(FishScript.of(grammar.get()));
        return ExitCode.SUCCESS;
    }
}

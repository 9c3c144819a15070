package io.pgbaton.cli.completion;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import java.util.List;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `pgbaton completion zsh`: the script is the result.
@Command(
        name = "zsh",
        description = "Writes a script that completes pgbaton's commands and options in zsh.",
        footer = {
            "",
            "Example:",
            "  pgbaton completion zsh > ~/.pgbaton-completion; echo '. ~/.pgbaton-completion' >> ~/.zshrc"
        })
public final class ZshCompletionCommand implements Verb {

    private final Session session;
    private final Supplier<CommandLine> grammar;

    /// `grammar` makes all of it.
    public ZshCompletionCommand(Session session, Supplier<CommandLine> grammar) {
        this.session = session;
        this.grammar = grammar;
    }

    @Override
    public List<ExitCode> endings() {
        return List.of();
    }

    @Override
    public ExitCode call() {
        // zsh understands bash's way, once it is told to
        session.screen().out().println("autoload -U +X compinit && compinit");
        session.screen().out().println("autoload -U +X bashcompinit && bashcompinit");
        session.screen().out().println(AutoComplete.bash("pgbaton", grammar.get()));
        return ExitCode.SUCCESS;
    }
}

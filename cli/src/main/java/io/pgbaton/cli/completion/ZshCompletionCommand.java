package io.pgbaton.cli.completion;

import io.pgbaton.cli.session.Session;
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
public final class ZshCompletionCommand extends Completion {

    /// `grammar` makes all of it.
    public ZshCompletionCommand(Session session, Supplier<CommandLine> grammar) {
        super(session, grammar);
    }

    @Override
    String script(CommandLine whole) {
        // zsh understands bash's way, once it is told to
        return "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
                + AutoComplete.bash("pgbaton", whole);
    }
}

package io.pgbaton.cli.completion;

import io.pgbaton.cli.session.Session;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `pgbaton completion fish`: the script is the result.
@Command(
        name = "fish",
        description = "Writes a script that completes pgbaton's commands and options in fish.",
        footer = {"", "Example:", "  pgbaton completion fish > ~/.config/fish/completions/pgbaton.fish"})
public final class FishCompletionCommand extends Completion {

    /// `grammar` makes all of it.
    public FishCompletionCommand(Session session, Supplier<CommandLine> grammar) {
        super(session, grammar);
    }

    @Override
    String script(CommandLine whole) {
        return FishScript.of(whole);
    }
}

package io.pgbaton.cli.completion;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Verb;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/// `pgbaton completion SHELL`: the script is the result.
abstract class Completion implements Verb {

    private final Session session;
    private final Supplier<CommandLine> grammar;

    /// `grammar` makes all of it.
    Completion(Session session, Supplier<CommandLine> grammar) {
        this.session = session;
        this.grammar = grammar;
    }

    abstract String script(CommandLine whole);

    @Override
    public List<ExitCode> endings() {
        return List.of();
    }

    @Override
    public ExitCode call() {
        session.screen().out().println(script(grammar.get()));
        return ExitCode.SUCCESS;
    }
}

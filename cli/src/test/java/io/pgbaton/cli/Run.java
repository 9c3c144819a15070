package io.pgbaton.cli;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Terminal;
import io.pgbaton.cli.output.Times;
import io.pgbaton.cli.session.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// One run of the command line, in a zone that is not UTC. JSON is held against its schema.
record Run(ExitCode code, String out, String err) {

    static Run of(String... arguments) {
        return in(Map.of(), Path.of("/nonexistent"), Terminal.plain(), arguments);
    }

    static Run in(Map<String, String> environment, Path directory, Terminal terminal, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings.Screen screen = new Surroundings.Screen(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                terminal,
                new Times(ZoneId.of("Europe/Berlin")));
        ExitCode code = new Main(new Surroundings(environment, directory, screen)).run(arguments);
        screen.out().flush();
        List<String> words = List.of(arguments);
        if (words.contains("--json")
                && !words.contains("--help")
                && !out.toString().isBlank()) {
            JsonSchemas.check(words, out.toString());
        }
        return new Run(code, out.toString(), err.toString());
    }
}

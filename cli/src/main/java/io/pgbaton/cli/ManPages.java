package io.pgbaton.cli;

import io.pgbaton.cli.man.ManPage;
import io.pgbaton.cli.output.Terminal;
import io.pgbaton.cli.output.Times;
import io.pgbaton.cli.session.GlobalOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import picocli.CommandLine;

/// Writes the manual pages of the distribution, at build time: `ManPages DIRECTORY VERSION`.
public final class ManPages {

    private ManPages() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        for (Map.Entry<String, String> page :
                ManPage.of(grammar(), "pgbaton " + arguments[1]).entrySet()) {
            Files.writeString(directory.resolve(page.getKey()), page.getValue());
        }
    }

    /// All of it, of a command line that is not run.
    static CommandLine grammar() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Surroundings.Screen screen =
                new Surroundings.Screen(nowhere, nowhere, Terminal.plain(), new Times(ZoneOffset.UTC));
        GlobalOptions options = new GlobalOptions();
        Session session = new Session(options, new Surroundings(Map.of(), Path.of(""), screen));
        return Grammar.whole(options, session);
    }
}

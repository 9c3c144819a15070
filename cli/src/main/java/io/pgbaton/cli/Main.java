package io.pgbaton.cli;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.Terminal;
import io.pgbaton.cli.output.Times;
import io.pgbaton.cli.session.GlobalOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.cli.session.Surroundings;
import io.pgbaton.cli.session.Verb;
import io.pgbaton.cli.session.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// `pgbaton`: reads the command, runs it, and turns its end into an exit code and at most one line.
public final class Main {

    private final Surroundings surroundings;

    Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] arguments) {
        Terminal terminal = Terminal.of(System.getProperty("pgbaton.columns", ""), System.getenv());
        Surroundings.Screen screen = new Surroundings.Screen(
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                terminal,
                new Times(ZoneId.systemDefault()));
        ExitCode end = new Main(new Surroundings(System.getenv(), Path.of(""), screen)).run(arguments);
        screen.out().flush();
        screen.err().flush();
        System.exit(end.code());
    }

    ExitCode run(String... arguments) {
        GlobalOptions options = new GlobalOptions();
        Session session = new Session(options, surroundings);
        CommandLine grammar = Grammar.of(options, session, new HashSet<>(Arrays.asList(arguments)));
        grammar.setColorScheme(
                CommandLine.Help.defaultColorScheme(screen().terminal().coloured() ? Ansi.ON : Ansi.OFF));
        try {
            return carryOut(grammar.parseArgs(arguments));
        } catch (ParameterException e) {
            String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
            return fail(ExitCode.BAD_CONFIG, wrongWords(e) + " (see " + help + ")");
        } catch (CommandFailed e) {
            return fail(e.exitCode(), e.line());
        } catch (RuntimeException e) {
            // A record with a hole in it, from another version, or a defect here: still one line.
            session.detail(stackOf(e));
            return fail(ExitCode.INTERNAL, "internal error, --verbose shows where: " + e);
        }
    }

    private ExitCode carryOut(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (last.isUsageHelpRequested()) {
            command.usage(screen().out());
            return ExitCode.SUCCESS;
        }
        if (last.isVersionHelpRequested()) {
            screen().out().println(Version.text());
            return ExitCode.SUCCESS;
        }
        if (command.getCommand() instanceof Verb verb) {
            return verb.call();
        }
        command.usage(screen().err());
        return ExitCode.BAD_CONFIG;
    }

    private static String wrongWords(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = "there is no \"" + unmatched.getUnmatched().getFirst() + "\" here";
            return unmatched.getSuggestions().isEmpty()
                    ? word
                    : word + ", did you mean " + unmatched.getSuggestions().getFirst() + "?";
        }
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("bad option");
        return line.startsWith("Error: ") ? line.substring("Error: ".length()) : line;
    }

    private static String stackOf(RuntimeException e) {
        StringWriter stack = new StringWriter();
        e.printStackTrace(new PrintWriter(stack));
        return stack.toString();
    }

    private ExitCode fail(ExitCode code, String line) {
        screen().err().println("pgbaton: " + line);
        return code;
    }

    private Surroundings.Screen screen() {
        return surroundings.screen();
    }
}

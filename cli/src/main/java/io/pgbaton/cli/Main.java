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
import java.util.Set;
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
        try {
            return carryOut(parse(options, session, arguments), options, session);
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

    /// By the few words that it has; only for help, and when it is wrong, by the whole grammar.
    private ParseResult parse(GlobalOptions options, Session session, String... arguments) {
        try {
            Set<String> words = new HashSet<>(Arrays.asList(arguments));
            ParseResult parsed = last(Grammar.named(words, options, session).parseArgs(arguments));
            if (isToRun(parsed, options)) {
                return parsed;
            }
        } catch (ParameterException _) {
            // said below, by a grammar that knows what else there is
        }
        CommandLine whole = Grammar.whole(options, session);
        whole.setColorScheme(
                CommandLine.Help.defaultColorScheme(screen().terminal().coloured() ? Ansi.ON : Ansi.OFF));
        return last(whole.parseArgs(arguments));
    }

    private static ParseResult last(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last;
    }

    private static boolean isToRun(ParseResult parsed, GlobalOptions options) {
        return parsed.isVersionHelpRequested()
                || ((options.isVersionNumber() || options.isDumpConfig()) && !parsed.isUsageHelpRequested())
                || (parsed.commandSpec().userObject() instanceof Verb && !parsed.isUsageHelpRequested());
    }

    private ExitCode carryOut(ParseResult parsed, GlobalOptions options, Session session) {
        CommandLine command = parsed.commandSpec().commandLine();
        if (parsed.isUsageHelpRequested()) {
            command.usage(screen().out());
            return ExitCode.SUCCESS;
        }
        if (parsed.isVersionHelpRequested()) {
            screen().out().println(Version.text());
            return ExitCode.SUCCESS;
        }
        if (command.getCommand() instanceof Verb verb) {
            options.remark(session);
            return verb.call();
        }
        if (options.isVersionNumber()) {
            screen().out().println(Version.number());
            return ExitCode.SUCCESS;
        }
        if (options.isDumpConfig()) {
            session.requiredAgentConf().dump().forEach(screen().out()::println);
            return ExitCode.SUCCESS;
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

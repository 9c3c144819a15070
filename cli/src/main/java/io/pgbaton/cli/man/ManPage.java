package io.pgbaton.cli.man;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual page of one command: what its `--help` says, in the sections that a reader of manuals looks for.
public final class ManPage {

    private static final String EXAMPLES = "Examples?:";

    private final CommandSpec command;
    private final String words;
    private final Roff roff = new Roff();

    private ManPage(CommandLine command) {
        this.command = command.getCommandSpec();
        this.words = this.command.qualifiedName(" ");
    }

    /// The pages by their file names, of a command and of all below it. `version` stands at their feet.
    public static Map<String, String> of(CommandLine root, String version) {
        return all(root)
                .collect(Collectors.toMap(
                        command -> command.getCommandSpec().qualifiedName("-") + ".1",
                        command -> new ManPage(command).page(version)));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().distinct().flatMap(ManPage::all));
    }

    /// Without those that help leaves out; one that has several names comes once.
    private static Stream<CommandLine> below(CommandSpec command) {
        return command.subcommands().values().stream()
                .distinct()
                .filter(line -> !line.getCommandSpec().usageMessage().hidden());
    }

    private String page(String version) {
        String name = command.qualifiedName("-");
        String[] description = command.usageMessage().description();
        roff.title(name, version).section("NAME").text(name + " - " + brief(description[0]));
        synopsis();
        roff.section("DESCRIPTION");
        Arrays.stream(description).forEach(roff::paragraph);
        subcommands();
        arguments();
        options("OPTIONS", command.options().stream().filter(option -> !isOfEveryCommand(option)));
        options("OPTIONS OF EVERY COMMAND", command.options().stream().filter(this::isOfEveryCommand));
        examples();
        exitStatus();
        surroundings();
        seeAlso();
        return roff.page();
    }

    /// Those that a verb inherits, and the root's own, which are the same.
    private boolean isOfEveryCommand(OptionSpec option) {
        return option.inherited() || command.parent() == null;
    }

    private static String brief(String sentences) {
        int end = sentences.indexOf(". ");
        String first = end < 0 ? sentences : sentences.substring(0, end);
        return (first.endsWith(".") ? first.substring(0, first.length() - 1) : first).replace("\n", " ");
    }

    private void synopsis() {
        roff.section("SYNOPSIS").bold(words);
        if (!command.subcommands().isEmpty()) {
            roff.text(command.parent() == null ? "OBJECT VERB [OPTION...]" : "VERB [OPTION...]");
        }
        command.positionalParameters().forEach(parameter -> roff.text("[" + parameter.paramLabel() + "]"));
        shown(command.options().stream().filter(option -> !isOfEveryCommand(option)))
                .forEach(option -> roff.text("[" + option.longestName() + value(option) + "]"));
    }

    private void subcommands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        roff.section("COMMANDS");
        below(command).forEach(line -> {
            CommandSpec one = line.getCommandSpec();
            roff.item(
                    words + " " + String.join(", ", one.names()),
                    brief(one.usageMessage().description()[0]));
        });
    }

    private void arguments() {
        if (command.positionalParameters().isEmpty()) {
            return;
        }
        roff.section("ARGUMENTS");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            roff.item(parameter.paramLabel(), text(parameter));
        }
    }

    private void options(String heading, Stream<OptionSpec> all) {
        List<OptionSpec> options = shown(all).toList();
        if (options.isEmpty()) {
            return;
        }
        roff.section(heading);
        for (OptionSpec option : options) {
            roff.item(String.join(", ", option.names()) + value(option), text(option));
        }
    }

    private static Stream<OptionSpec> shown(Stream<OptionSpec> options) {
        return options.filter(option -> !option.hidden());
    }

    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        String value = option.splitRegex().isEmpty() ? "=" + option.paramLabel() : "=" + option.paramLabel() + "...";
        return option.arity().min() == 0 ? "[" + value + "]" : value;
    }

    private static String text(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private void examples() {
        List<String> footer = Arrays.asList(command.usageMessage().footer());
        List<String> kept = footer.stream()
                .filter(line -> !line.isBlank() && !line.matches(EXAMPLES))
                .toList();
        if (!kept.isEmpty()) {
            roff.section("EXAMPLES").verbatim(kept);
        }
    }

    private void exitStatus() {
        Map<String, String> codes = command.usageMessage().exitCodeList();
        if (!codes.isEmpty()) {
            roff.section("EXIT STATUS");
            codes.forEach(roff::item);
        }
    }

    private void surroundings() {
        roff.section("ENVIRONMENT")
                .item("PGBATON_MONITOR_URL, PGBATON_FAILOVER_URL", "where the services are, when no option says it")
                .item("NO_COLOR", "no colours, when it is set")
                .section("FILES")
                .item("/etc/pgbaton/agent.conf", "this node's configuration; see --config-file");
    }

    private void seeAlso() {
        CommandSpec parent = command.parent();
        Stream<String> above = parent == null ? Stream.empty() : Stream.of(parent.qualifiedName("-"));
        CommandSpec among = parent == null || parent.parent() == null ? command : parent;
        Stream<String> beside = below(among)
                .map(CommandLine::getCommandSpec)
                .filter(one -> one != command)
                .map(one -> one.qualifiedName("-"));
        roff.section("SEE ALSO")
                .text(Stream.concat(above, beside).map(name -> name + "(1)").collect(Collectors.joining(", ")));
    }
}

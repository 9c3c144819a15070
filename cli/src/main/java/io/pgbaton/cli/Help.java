package io.pgbaton.cli;

import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.session.Verb;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// How `--help` looks: the same for every command, with its exit codes, and examples.
final class Help {

    private static final List<ExitCode> COMMON =
            List.of(ExitCode.SUCCESS, ExitCode.BAD_CONFIG, ExitCode.CONNECTION, ExitCode.INTERNAL);

    private Help() {}

    static CommandLine dress(CommandLine root) {
        layOut(root.getCommandSpec());
        root.getCommandSpec()
                .usageMessage()
                .footer(
                        "",
                        "Examples:",
                        "  pgbaton cluster show                              the whole fleet",
                        "  pgbaton cluster show orders                       one cluster, its nodes and its issues",
                        "  pgbaton cluster event --cluster orders            what happened lately",
                        "  pgbaton standby switchover --cluster orders       the best standby becomes primary",
                        "  pgbaton standby switchover --help                 all about one command");
        endings(root.getCommandSpec(), Set.of(ExitCode.values()));
        root.getSubcommands().values().forEach(Help::dressObject);
        return root;
    }

    private static void dressObject(CommandLine object) {
        layOut(object.getCommandSpec());
        if (object.getCommand() instanceof Verb verb) {
            endings(object, verb);
        }
        for (CommandLine line : object.getSubcommands().values()) {
            layOut(line.getCommandSpec());
            if (line.getCommand() instanceof Verb verb) {
                endings(line, verb);
            }
        }
    }

    private static void endings(CommandLine line, Verb verb) {
        Set<ExitCode> codes = new LinkedHashSet<>(COMMON);
        codes.addAll(verb.endings());
        endings(line.getCommandSpec(), codes);
    }

    private static void layOut(CommandSpec command) {
        command.usageMessage()
                .width(100)
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .optionListHeading("%nOptions:%n")
                .parameterListHeading("%n")
                .commandListHeading("%nCommands:%n");
    }

    private static void endings(CommandSpec command, Set<ExitCode> codes) {
        Map<String, String> list = new LinkedHashMap<>();
        codes.stream()
                .sorted()
                .forEach(code -> list.merge(
                        String.valueOf(code.code()), code.meaning(), (first, second) -> first + "; " + second));
        command.usageMessage().exitCodeListHeading("%nExit status:%n").exitCodeList(list);
    }
}

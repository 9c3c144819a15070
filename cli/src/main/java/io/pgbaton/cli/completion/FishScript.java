package io.pgbaton.cli.completion;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// fish's `complete` lines: objects first, then an object's verbs, then a verb's options.
final class FishScript {

    private final List<String> lines = new ArrayList<>(List.of("complete -c pgbaton -f"));

    private FishScript() {}

    static String of(CommandLine grammar) {
        FishScript script = new FishScript();
        script.subcommands(grammar, "__fish_use_subcommand");
        grammar.getSubcommands().forEach((object, verbs) -> {
            String any = String.join(" ", verbs.getSubcommands().keySet());
            script.subcommands(
                    verbs, "__fish_seen_subcommand_from " + object + "; and not __fish_seen_subcommand_from " + any);
            verbs.getSubcommands()
                    .forEach((verb, line) -> script.options(
                            line.getCommandSpec(),
                            "__fish_seen_subcommand_from " + object + "; and __fish_seen_subcommand_from " + verb));
        });
        return String.join("\n", script.lines);
    }

    private void subcommands(CommandLine parent, String when) {
        parent.getSubcommands()
                .forEach((name, line) -> lines.add("complete -c pgbaton -n " + quoted(when) + " -a " + name + " -d "
                        + quoted(first(line.getCommandSpec().usageMessage().description()))));
    }

    private void options(CommandSpec command, String when) {
        for (OptionSpec option :
                command.options().stream().filter(one -> !one.hidden()).toList()) {
            StringBuilder line = new StringBuilder("complete -c pgbaton -n " + quoted(when));
            for (String name : option.names()) {
                line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                line.append(" -r");
            }
            lines.add(line + " -d " + quoted(first(option.description())));
        }
    }

    private static String first(String... sentences) {
        return sentences.length == 0 ? "" : sentences[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

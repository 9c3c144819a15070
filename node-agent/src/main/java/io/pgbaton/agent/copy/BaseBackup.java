package io.pgbaton.agent.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How `pg_basebackup` is called and what it says.
final class BaseBackup {

    private static final Pattern PERCENT = Pattern.compile("\\((\\d{1,3})%\\)");

    private BaseBackup() {}

    static List<String> command(Copier.Order order, Path copy, List<String> options) {
        List<String> command = new ArrayList<>(List.of("pg_basebackup", "-D", copy.toString(), "-P", "-X", "stream"));
        command.addAll(List.of(
                "--checkpoint=fast", "--no-password", "-d", order.source().written()));
        command.addAll(options);
        return command;
    }

    static void report(String line, Copier.Order order) {
        Matcher matcher = PERCENT.matcher(line);
        if (matcher.find()) {
            order.progress().accept(Integer.parseInt(matcher.group(1)));
        }
    }
}

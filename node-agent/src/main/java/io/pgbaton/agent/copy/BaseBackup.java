package io.pgbaton.agent.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How `pg_basebackup` is called.
final class BaseBackup {

    private BaseBackup() {}

    static List<String> command(Copier.Order order, Path copy, List<String> options) {
        List<String> command = new ArrayList<>(List.of("pg_basebackup", "-D", copy.toString(), "-P", "-X", "stream"));
        command.addAll(List.of(
                "--checkpoint=fast", "--no-password", "-d", order.source().written()));
        command.addAll(options);
        return command;
    }
}

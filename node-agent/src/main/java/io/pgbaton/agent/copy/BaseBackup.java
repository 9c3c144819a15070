package io.pgbaton.agent.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How `pg_basebackup` is called.
record BaseBackup(Copier.Order order, List<String> options, Map<Path, Path> tablespaces) {

    /// What the operator asked for comes last: it goes before what is configured.
    List<String> command(Path copy) {
        List<String> command = new ArrayList<>(List.of("pg_basebackup", "-D", copy.toString(), "-P", "-X", "stream"));
        command.addAll(List.of(
                "--checkpoint=fast",
                "--no-password",
                "-d",
                order.source().streaming().written()));
        tablespaces.forEach((from, to) -> command.addAll(List.of("-T", from + "=" + to)));
        command.addAll(options);
        if (Boolean.TRUE.equals(order.options().fastCheckpoint())) {
            command.add("--checkpoint=fast");
        }
        return command;
    }

    /// Where the options put the log, if elsewhere than into the data directory.
    Optional<Path> waldir() {
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).startsWith("--waldir=")) {
                return Optional.of(Path.of(options.get(i).substring("--waldir=".length())));
            }
            if (options.get(i).equals("--waldir") && i + 1 < options.size()) {
                return Optional.of(Path.of(options.get(i + 1)));
            }
        }
        return Optional.empty();
    }
}

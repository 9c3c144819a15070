package io.pgbaton.agent.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Programs that are not PostgreSQL's own: where `PATH` has them, and not in `pg_bindir`.
public final class OnPath {

    private OnPath() {}

    public static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /// `command` with its program's place in front.
    public static List<String> found(List<String> command) {
        List<String> full = new ArrayList<>(command);
        find(command.getFirst()).ifPresent(place -> full.set(0, place.toString()));
        return full;
    }
}

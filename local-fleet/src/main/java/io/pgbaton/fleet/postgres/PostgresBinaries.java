package io.pgbaton.fleet.postgres;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The PostgreSQL server programs of this machine.
public record PostgresBinaries(Path folder, int majorVersion) {

    /// The oldest version with everything a failover uses (`pg_rewind`'s own crash recovery among it).
    public static final int OLDEST = 13;

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /// From the folder `PG_BINDIR` names, else from the PATH, else the newest of Debian's.
    public static PostgresBinaries find() {
        String chosen = System.getenv("PG_BINDIR");
        if (chosen != null && !chosen.isBlank()) {
            return in(Path.of(chosen))
                    .orElseThrow(() -> new FleetException(
                            "PG_BINDIR is " + chosen + ", where there are no PostgreSQL server programs >= " + OLDEST));
        }
        return candidates().stream()
                .map(PostgresBinaries::in)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(
                        () -> new FleetException("no PostgreSQL server programs >= " + OLDEST + " found in the PATH or "
                                + DEBIAN + "/*/bin: install the package postgresql, or set PG_BINDIR"));
    }

    public String program(String name) {
        return folder.resolve(name).toString();
    }

    private static List<Path> candidates() {
        List<Path> folders = new ArrayList<>(Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .filter(part -> !part.isBlank())
                .map(Path::of)
                .toList());
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.filter(path -> path.getFileName().toString().matches("\\d+"))
                        .sorted(Comparator.comparingInt((Path path) ->
                                        Integer.parseInt(path.getFileName().toString()))
                                .reversed())
                        .forEach(path -> folders.add(path.resolve("bin")));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot look into " + DEBIAN, e);
            }
        }
        return folders;
    }

    private static Optional<PostgresBinaries> in(Path folder) {
        if (!Stream.of("postgres", "initdb", "pg_ctl", "pg_basebackup", "pg_rewind")
                .allMatch(name -> Files.isExecutable(folder.resolve(name)))) {
            return Optional.empty();
        }
        String says = Command.tryToRun(
                        Duration.ofSeconds(20),
                        List.of(folder.resolve("postgres").toString(), "--version"))
                .output();
        Matcher version = VERSION.matcher(says);
        return version.find() && Integer.parseInt(version.group(1)) >= OLDEST
                ? Optional.of(new PostgresBinaries(folder, Integer.parseInt(version.group(1))))
                : Optional.empty();
    }
}

package io.pgbaton.fleet.run;

import io.pgbaton.fleet.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which process listens on a port, as far as this user may know.
final class PortHolder {

    private static final String LISTENING = "0A";

    private PortHolder() {}

    /// `pid 1234 (java)`.
    static Optional<String> of(int port) {
        return inodeOf(port).flatMap(PortHolder::processWith);
    }

    private static Optional<String> inodeOf(int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> linesOf(Path.of(table)))
                .map(line -> line.strip().split("\\s+", -1))
                .filter(fields -> fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING))
                .map(fields -> fields[9])
                .findFirst();
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Optional<String> processWith(String inode) {
        Command.Ended found = Command.tryToRun(
                Duration.ofSeconds(10),
                List.of(
                        "sh",
                        "-c",
                        "ls -l /proc/[0-9]*/fd 2>/dev/null | grep -B9999 'socket:\\[" + inode
                                + "\\]' | grep '^/proc' | tail -n 1"));
        String line = found.output().strip();
        if (!line.startsWith("/proc/")) {
            return Optional.empty();
        }
        String pid = line.split("/", -1)[2];
        String name = linesOf(Path.of("/proc", pid, "comm")).findFirst().orElse("?");
        return Optional.of("pid " + pid + " (" + name + ")");
    }
}

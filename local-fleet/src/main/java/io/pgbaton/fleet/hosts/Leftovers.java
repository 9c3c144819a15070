package io.pgbaton.fleet.hosts;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.process.Command;
import io.pgbaton.fleet.process.Folders;
import io.pgbaton.fleet.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Namespaces and folders of runs that ended without removing them. A name is `pgbaton-<pid>-<start
/// ticks>-<host>`: only ours look like that, and only those whose maker is dead are touched.
final class Leftovers {

    private static final Path ALL = Path.of("/run/netns");
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final Pattern OURS = Pattern.compile("(pgbaton-(\\d+)-(\\d+))-.+");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Leftovers() {}

    static String nameOf(ProcessId maker) {
        return "pgbaton-" + maker.pid() + "-" + maker.startTicks();
    }

    /// Removes what dead runs left behind.
    static void sweep() {
        all().stream()
                .map(OURS::matcher)
                .filter(Matcher::matches)
                .filter(Leftovers::isDead)
                .map(ours -> ours.group(1))
                .distinct()
                .toList()
                .forEach(Leftovers::remove);
        sweepFolders();
    }

    /// Removes folders that dead runs left behind, with the disks that are mounted in them.
    private static void sweepFolders() {
        for (String name : entries(TEMPORARY)) {
            Matcher ours = OURS.matcher(name);
            if (ours.matches() && isDead(ours)) {
                Command.run(
                        PATIENCE,
                        List.of(
                                "sh",
                                "-c",
                                "grep -o ' " + TEMPORARY.resolve(name)
                                        + "/[^ ]*' /proc/mounts | xargs -r -n 1 umount"));
                Folders.delete(TEMPORARY.resolve(name));
            }
        }
    }

    private static boolean isDead(Matcher ours) {
        return !new ProcessId(Long.parseLong(ours.group(2)), Long.parseLong(ours.group(3))).isAlive();
    }

    /// Removes every namespace of one run with the processes in it.
    static void remove(String run) {
        for (String name : namesOf(run)) {
            new Namespace(name).killAll();
        }
        for (String name : namesOf(run)) {
            Command.Ended ended = Command.tryToRun(PATIENCE, List.of("ip", "netns", "delete", name));
            // another run may sweep at the same time
            if (ended.status() != 0 && all().contains(name)) {
                throw new FleetException("cannot remove the namespace " + name + ": " + ended.output());
            }
        }
    }

    static List<String> namesOf(String run) {
        return all().stream().filter(name -> name.startsWith(run + "-")).toList();
    }

    private static List<String> all() {
        return Optional.of(ALL)
                .filter(Files::isDirectory)
                .map(Leftovers::entries)
                .orElse(List.of());
    }

    private static List<String> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + folder, e);
        }
    }
}

package io.pgbaton.agent.postgres;

import io.pgbaton.agent.disk.Durable;
import io.pgbaton.agent.postgres.Postgres.Backup;
import io.pgbaton.agent.postgres.Postgres.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Takes a base backup into a sibling directory and swaps it in by renaming, so that a half copy never stands where
/// a server could be started.
final class BaseBackup {

    private static final Pattern PERCENT = Pattern.compile("\\((\\d{1,3})%\\)");

    private final DataDirectory directory;
    private final Programs programs;
    private final String options;

    BaseBackup(DataDirectory directory, Programs programs, String options) {
        this.directory = directory;
        this.programs = programs;
        this.options = options;
    }

    Outcome take(Backup backup, Duration patience) {
        Path target = target();
        try {
            deleteTree(sibling(".clone"));
            Programs.Ended ended = programs.run(command(backup, target), patience, line -> report(line, backup));
            if (!ended.well()) {
                return Outcome.failed("pg_basebackup: " + ended.lastLine());
            }
            DataDirectory copy = new DataDirectory(target);
            if (backup.kept().isPresent()) {
                backup.kept().get().writeInto(target);
            }
            copy.keepStandbySignal();
            swapIn(target);
            return Outcome.done("base backup taken");
        } catch (IOException | UncheckedIOException e) {
            return Outcome.failed("the base backup cannot be put in place: " + e.getMessage());
        }
    }

    private List<String> command(Backup backup, Path target) {
        List<String> command = new ArrayList<>(List.of("pg_basebackup", "-D", target.toString(), "-P", "-X", "stream"));
        command.addAll(List.of(
                "--checkpoint=fast", "--no-password", "-d", backup.source().written()));
        command.addAll(Words.split(options));
        return command;
    }

    private static void report(String line, Backup backup) {
        Matcher matcher = PERCENT.matcher(line);
        if (matcher.find()) {
            backup.progress().accept(Integer.parseInt(matcher.group(1)));
        }
    }

    /// Where the parent is not ours, an empty directory is filled in place.
    private Path target() {
        Path parent = directory.path().getParent();
        boolean writable = parent != null && Files.isWritable(parent);
        return writable || !directory.isEmpty() ? sibling(".clone") : directory.path();
    }

    private Path sibling(String suffix) {
        return directory.path().resolveSibling(directory.path().getFileName() + suffix);
    }

    private void swapIn(Path copy) throws IOException {
        if (copy.equals(directory.path())) {
            return;
        }
        Path replaced = sibling(".replaced");
        deleteTree(replaced);
        if (Files.exists(directory.path())) {
            Files.move(directory.path(), replaced, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(copy, directory.path(), StandardCopyOption.ATOMIC_MOVE);
        Path parent = directory.path().getParent();
        if (parent != null) {
            Durable.sync(parent);
        }
        deleteTree(replaced);
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

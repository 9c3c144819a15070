package io.pgbaton.agent.postgres;

import io.pgbaton.agent.disk.Durable;
import io.pgbaton.agent.moves.TimelineHistory;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of one PostgreSQL data directory that the agent reads and writes.
public final class DataDirectory {

    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
    private static final Pattern HISTORY = Pattern.compile("(?!0{8})([0-9A-F]{8})\\.history");

    private final Path path;

    public DataDirectory(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /// Missing or empty: a base backup may fill it.
    public boolean isEmpty() {
        if (!Files.exists(path)) {
            return true;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    public boolean hasServer() {
        return Files.isRegularFile(path.resolve("PG_VERSION"));
    }

    public Optional<ControlFile> control() {
        return ControlFile.read(path);
    }

    /// Rule L5: whoever starts this directory starts a standby. Repeating it costs one look.
    public void keepStandbySignal() throws IOException {
        Path signal = path.resolve("standby.signal");
        if (!Files.exists(signal, LinkOption.NOFOLLOW_LINKS)) {
            Durable.replace(signal, "");
        }
    }

    /// What `postmaster.pid` says: the pid in its first line and the status in its eighth (`starting`, `ready`,
    /// `standby`, `stopping`).
    public record Postmaster(long pid, String status) {}

    public Optional<Postmaster> postmaster() {
        try {
            List<String> lines = Files.readAllLines(path.resolve("postmaster.pid"));
            String status = lines.size() > 7 ? lines.get(7).strip() : "starting";
            return Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip()), status));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    public AutoConf autoConf() {
        return new AutoConf(path.resolve("postgresql.auto.conf"));
    }

    /// The configuration files that live here. `pg_rewind` and a new base backup bring the other server's.
    public ConfigFiles configFiles() throws IOException {
        return ConfigFiles.of(path);
    }

    /// Not one segment is left: no start, and so no rewind, can ever succeed. A log on a file system of its own
    /// that is not mounted looks the same through its link, so that one does not count.
    public boolean logIsGone() {
        if (!hasServer() || !Files.isDirectory(wal(), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(wal())) {
            return files.noneMatch(
                    file -> SEGMENT.matcher(file.getFileName().toString()).matches());
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /// The highest timeline there is a history file of, or that the control file names: a server that starts
    /// follows it. Empty when neither can be read.
    public Optional<Timeline> highestTimeline() {
        Optional<Timeline> named = control().map(ControlFile::timeline);
        try (Stream<Path> files = Files.list(wal())) {
            return Stream.concat(named.stream(), files.flatMap(file -> timelineOf(file).stream()))
                    .max(Comparator.naturalOrder());
        } catch (IOException | UncheckedIOException e) {
            return named;
        }
    }

    /// The same of a server that has run here; empty for a base backup that was never started, whose control file
    /// says what another server was.
    public Optional<Timeline> timelineLeftBehind() {
        return Files.exists(path.resolve("backup_label")) ? Optional.empty() : highestTimeline();
    }

    /// The history of `timeline` as it lies here: without a file, one that says nothing of earlier timelines.
    public TimelineHistory history(Timeline timeline) throws IOException {
        try {
            return TimelineHistory.parse(timeline, Files.readString(wal().resolve(historyFile(timeline))));
        } catch (NoSuchFileException e) {
            return TimelineHistory.parse(timeline, "");
        }
    }

    /// How many segments wait for `archive_command`; empty when that cannot be seen.
    public Optional<Long> archiveReady() {
        try (Stream<Path> files = Files.list(wal().resolve("archive_status"))) {
            return Optional.of(
                    files.filter(file -> file.getFileName().toString().endsWith(".ready"))
                            .count());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /// What is left on the file system of `pg_wal`, in bytes; as much as can be when that cannot be seen.
    public long walBytesFree() {
        try {
            return Files.getFileStore(wal()).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /// The timeline that a file in `pg_wal` is the history of; empty for any other file.
    static Optional<Timeline> timelineOf(Path file) {
        Matcher name = HISTORY.matcher(file.getFileName().toString());
        return name.matches() ? Optional.of(new Timeline(Long.parseLong(name.group(1), 16))) : Optional.empty();
    }

    static String historyFile(Timeline timeline) {
        return String.format("%08X.history", timeline.value());
    }

    public Path wal() {
        return path.resolve("pg_wal");
    }
}

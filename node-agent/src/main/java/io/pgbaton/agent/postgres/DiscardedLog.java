package io.pgbaton.agent.postgres;

import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// What a rewind is about to throw away (rule R2): looked at, and set aside as it lies in `pg_wal`, so that a
/// person can still see with `pg_waldump` what was lost.
public final class DiscardedLog {

    /// More than a gigabyte is reported and not kept: this disk has other work.
    private static final int MOST_SEGMENTS = 64;

    private static final int KEPT_REWINDS = 3;
    private static final Duration DUMP = Duration.ofSeconds(60);

    private final Programs programs;
    private final Path wal;
    private final Path folder;

    /// `folder` is where copies go, one below it for each rewind.
    public DiscardedLog(Programs programs, DataDirectory directory, Path folder) {
        this.programs = programs;
        this.wal = directory.wal();
        this.folder = folder;
    }

    /// The range that is lost; `transactions` is empty when the log could not be read, `kept` when it was not
    /// copied.
    public record Discarded(Timeline timeline, Lsn from, Lsn to, Optional<Long> transactions, Optional<Path> kept) {}

    /// The server is down. `bytes` lie beyond `fork` on `timeline`.
    public Discarded keep(Timeline timeline, Lsn fork, long bytes) throws IOException {
        Lsn end = new Lsn(fork.bytes() + bytes);
        return new Discarded(timeline, fork, end, commits(timeline, fork, end), copied(timeline, fork, end));
    }

    /// Transactions that had committed: they are what somebody may have been told of.
    private Optional<Long> commits(Timeline timeline, Lsn fork, Lsn end) {
        AtomicLong commits = new AtomicLong();
        Programs.Ended ended = programs.run(
                List.of(
                        "pg_waldump",
                        "--path=" + wal,
                        "--timeline=" + timeline,
                        "--rmgr=Transaction",
                        "--start=" + fork,
                        "--end=" + end),
                DUMP,
                line -> {
                    if (line.contains("desc: COMMIT")) {
                        commits.incrementAndGet();
                    }
                });
        return ended.well() || commits.get() > 0 ? Optional.of(commits.get()) : Optional.empty();
    }

    private Optional<Path> copied(Timeline timeline, Lsn fork, Lsn end) throws IOException {
        List<Path> segments = segments(timeline, fork, end);
        if (segments.isEmpty() || segments.size() > MOST_SEGMENTS) {
            return Optional.empty();
        }
        Path target = folder.resolve(
                String.format(Locale.ROOT, "%s-%016X-%d", timeline, fork.bytes(), System.currentTimeMillis()));
        Files.createDirectories(target);
        for (Path segment : segments) {
            Files.copy(segment, target.resolve(segment.getFileName()));
        }
        dropOldest();
        return Optional.of(target);
    }

    /// Those of `timeline` that hold anything from `fork` to `end`, by their names.
    private List<Path> segments(Timeline timeline, Lsn fork, Lsn end) throws IOException {
        WalFiles files = WalFiles.of(wal, timeline);
        String first = files.nameAt(fork);
        String last = files.nameAt(end);
        try (Stream<Path> all = Files.list(wal)) {
            return all.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.length() == first.length()
                                && name.compareTo(first) >= 0
                                && name.compareTo(last) <= 0;
                    })
                    .sorted()
                    .toList();
        }
    }

    private void dropOldest() throws IOException {
        List<Path> rewinds;
        try (Stream<Path> all = Files.list(folder)) {
            rewinds = all.sorted(
                            java.util.Comparator.comparing(DiscardedLog::keptAt).reversed())
                    .toList();
        }
        for (Path old : rewinds.stream().skip(KEPT_REWINDS).toList()) {
            try (Stream<Path> files = Files.list(old)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(old);
        }
    }

    private static long keptAt(Path rewind) {
        String name = rewind.getFileName().toString();
        return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
    }
}

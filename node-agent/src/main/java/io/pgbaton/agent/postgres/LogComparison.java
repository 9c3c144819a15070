package io.pgbaton.agent.postgres;

import io.pgbaton.agent.config.Conninfo;
import io.pgbaton.agent.moves.TimelineHistory;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Timeline;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/// Compares the end of this server's log with what another server has at that place (rule R4). Two timelines of one
/// number that begin at one place differ from their first record on, which bears the time of the promotion; so do
/// their commits.
public final class LogComparison {

    /// So much of the end is compared, in bytes.
    private static final long WINDOW = 64 * 1024;

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    /// As `pg_rewind` reads it; null when there is no such file.
    private static final String READ = "SELECT pg_read_binary_file('pg_wal/' || ?, ?, ?, true)";

    private static final String NO_PRIVILEGE = "42501";

    private final Sessions sessions;
    private final DataDirectory directory;

    public LogComparison(Sessions sessions, DataDirectory directory) {
        this.sessions = sessions;
        this.directory = directory;
    }

    /// Whether `source`, whose history is `theirs`, has the same bytes of `timeline`, of which the own log has all up
    /// to `end`. Empty when one of the two has no such log any more, or does not let it be read.
    public Optional<Boolean> same(Conninfo source, TimelineHistory theirs, Timeline timeline, Lsn end)
            throws SQLException, IOException {
        Lsn until = earlier(end, theirs.ends().getOrDefault(timeline, end));
        Lsn begin = theirs.beginOf(timeline).orElse(new Lsn(0));
        if (until.compareTo(begin) <= 0) {
            return Optional.of(true);
        }
        long from = Math.max(begin.bytes(), until.bytes() - WINDOW);
        try (Connection connection = sessions.open(source, DEADLINE);
                PreparedStatement read = connection.prepareStatement(READ)) {
            return compare(read, theirs, WalFiles.of(directory, timeline), new Window(from, until));
        } catch (SQLException e) {
            if (NO_PRIVILEGE.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private record Window(long from, Lsn until) {}

    private static Optional<Boolean> compare(
            PreparedStatement read, TimelineHistory theirs, WalFiles own, Window window)
            throws SQLException, IOException {
        Lsn until = window.until();
        long at = window.from();
        while (at < until.bytes()) {
            Lsn start = new Lsn(at);
            int length = own.leftInSegment(start, until);
            Optional<byte[]> here = own.read(start, length);
            String file = own.on(timelineOfFile(theirs, start, own)).nameAt(start);
            Optional<byte[]> there = ask(read, file, own.offsetOf(start), length);
            if (here.isEmpty() || there.isEmpty()) {
                return Optional.empty();
            }
            if (!Arrays.equals(here.get(), there.get())) {
                return Optional.of(false);
            }
            at += length;
        }
        return Optional.of(true);
    }

    private static Lsn earlier(Lsn one, Lsn two) {
        return one.compareTo(two) <= 0 ? one : two;
    }

    /// The segment in which a timeline ended goes on under the number of the next one.
    private static Timeline timelineOfFile(TimelineHistory theirs, Lsn at, WalFiles files) {
        Timeline timeline = files.timeline();
        Lsn end = theirs.ends().get(timeline);
        boolean last = end != null && files.nameAt(end).equals(files.nameAt(at));
        return last
                ? theirs.ends().keySet().stream()
                        .filter(later -> later.compareTo(timeline) > 0)
                        .min(Comparator.naturalOrder())
                        .orElse(theirs.current())
                : timeline;
    }

    private static Optional<byte[]> ask(PreparedStatement read, String file, long offset, int length)
            throws SQLException {
        read.setString(1, file);
        read.setLong(2, offset);
        read.setLong(3, length);
        try (ResultSet row = read.executeQuery()) {
            row.next();
            return Optional.ofNullable(row.getBytes(1));
        }
    }
}

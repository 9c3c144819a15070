package io.pgbaton.agent.copy;

import io.pgbaton.contracts.Copying;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How far a copy is and how fast it goes: over the last seconds, not since its beginning, so that a copy that has
/// come to a halt shows as one. `nanos` are of a monotonic clock.
final class Pace {

    private static final long WINDOW_NANOS = 5_000_000_000L;

    private static final Pattern KILOBYTES = Pattern.compile("(\\d+)/(\\d+) kB");

    private final Deque<Reading> readings = new ArrayDeque<>();

    private record Reading(long bytes, long nanos) {}

    /// Of a line that a program wrote: `pg_basebackup --progress` says `24590/2101234 kB (1%), 0/1 tablespace`. Null
    /// for any other line.
    @Nullable
    Copying read(String line, long nanos) {
        Matcher matcher = KILOBYTES.matcher(line);
        return matcher.find()
                ? reached(Long.parseLong(matcher.group(1)) * 1024, Long.parseLong(matcher.group(2)) * 1024, nanos)
                : null;
    }

    /// `total` is an estimate made at the beginning: what was copied since may be more.
    Copying reached(long bytes, long total, long nanos) {
        readings.addLast(new Reading(bytes, nanos));
        while (readings.size() > 2 && nanos - readings.getFirst().nanos() > WINDOW_NANOS) {
            readings.removeFirst();
        }
        Reading from = readings.getFirst();
        double seconds = (nanos - from.nanos()) / 1e9;
        long rate = seconds > 0 ? Math.round((bytes - from.bytes()) / seconds) : 0;
        return new Copying(bytes, Math.max(total, bytes), rate);
    }
}

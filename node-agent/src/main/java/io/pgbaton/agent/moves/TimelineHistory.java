package io.pgbaton.agent.moves;

import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.Timeline;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A server's timeline and where each of its ancestors ended: PostgreSQL's history file, with what is asked of it.
public record TimelineHistory(Timeline current, Map<Timeline, Lsn> ends) {

    public TimelineHistory {
        ends = Map.copyOf(ends);
    }

    /// Reads the file's lines, `parent timeline, switch point, reason`.
    public static TimelineHistory parse(Timeline current, String content) {
        Map<Timeline, Lsn> ends = new LinkedHashMap<>();
        content.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.split("\\s+"))
                .filter(fields -> fields.length >= 2)
                .forEach(fields -> ends.put(new Timeline(Long.parseLong(fields[0])), Lsn.parse(fields[1])));
        return new TimelineHistory(current, ends);
    }

    public boolean has(Timeline timeline) {
        return timeline.equals(current) || ends.containsKey(timeline);
    }

    /// Where `timeline` begins: where the one before it ended. Empty for the first.
    public Optional<Lsn> beginOf(Timeline timeline) {
        return ends.keySet().stream()
                .filter(earlier -> earlier.compareTo(timeline) < 0)
                .max(Comparator.naturalOrder())
                .map(ends::get);
    }

    /// What a server on `timeline` whose log ends at `end` has that this one's history does not: empty when it can
    /// simply follow.
    public Optional<Divergence> divergence(Timeline timeline, Lsn end) {
        if (timeline.equals(current)) {
            return Optional.empty();
        }
        Lsn fork = ends.get(timeline);
        if (fork == null) {
            return Optional.of(new Divergence(timeline, Optional.empty(), 0));
        }
        long beyond = end.bytesAheadOf(fork);
        return beyond == 0 ? Optional.empty() : Optional.of(new Divergence(timeline, Optional.of(fork), beyond));
    }

    /// `fork` is where the histories part (empty: this server never was on that timeline); `bytes` lie beyond it.
    public record Divergence(Timeline timeline, Optional<Lsn> fork, long bytes) {}
}

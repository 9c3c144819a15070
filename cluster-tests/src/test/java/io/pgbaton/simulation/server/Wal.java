package io.pgbaton.simulation.server;

import org.jspecify.annotations.Nullable;

/// One record of a write-ahead log and, through `before`, all that precedes it. Two servers have the same log
/// exactly when they have the same last record, whatever the numbers of their timelines say.
public final class Wal {

    private final @Nullable Wal before;
    private final long end;
    private final long timeline;

    private Wal(@Nullable Wal before, long end, long timeline) {
        this.before = before;
        this.end = end;
        this.timeline = timeline;
    }

    public static Wal initial(long end) {
        return new Wal(null, end, 1);
    }

    public Wal write(long bytes, long onTimeline) {
        return new Wal(this, end + bytes, onTimeline);
    }

    public @Nullable Wal before() {
        return before;
    }

    public long end() {
        return end;
    }

    public long timeline() {
        return timeline;
    }

    /// Whether this log contains everything up to `record`.
    public boolean contains(Wal record) {
        Wal at = this;
        while (at != null && at.end > record.end) {
            at = at.before;
        }
        return at == record;
    }

    /// This log up to the last record that ends at `position` or before.
    public Wal until(long position) {
        Wal at = this;
        while (at.end > position && at.before != null) {
            at = at.before;
        }
        return at;
    }

    /// The records of this log after `known`, oldest last; null when the logs have parted.
    public @Nullable Wal next(Wal known) {
        Wal at = this;
        Wal after = null;
        while (at != null && at != known && at.end > known.end) {
            after = at;
            at = at.before;
        }
        return at == known ? after : null;
    }

    /// The last record that both logs have.
    public Wal fork(Wal other) {
        Wal one = this;
        Wal two = other;
        while (one != two) {
            if (one.end >= two.end && one.before != null) {
                one = one.before;
            } else if (two.before != null) {
                two = two.before;
            } else {
                throw new IllegalStateException("two logs of different systems");
            }
        }
        return one;
    }
}

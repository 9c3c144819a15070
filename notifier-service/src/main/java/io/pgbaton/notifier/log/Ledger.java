package io.pgbaton.notifier.log;

import io.pgbaton.notifier.parcel.Parcel;
import io.pgbaton.notifier.parcel.Standing;
import io.pgbaton.notifier.route.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The delivery log as the rest of the service sees it: it may be away at any time. While it is away nothing is
/// asked of it; what should have been written is kept, within a bound, and written when it is back.
public final class Ledger {

    /// Notes that do not fit are let go, the oldest first: they are the memory of what was done, not what is to do.
    private static final int MOST_NOTES = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final DeliveryLog log;
    private final Disabled disabled;
    private final Runnable migration;
    private final Deque<Note> notes = new ArrayDeque<>();
    private boolean available;
    private boolean everAvailable;
    private boolean complained;
    private long lost;

    public Ledger(DeliveryLog log, Disabled disabled, Runnable migration) {
        this.log = log;
        this.disabled = disabled;
        this.migration = migration;
    }

    private record Note(Parcel parcel, Standing standing) {}

    /// Work on the log that may find it gone.
    @FunctionalInterface
    private interface Writing {
        void run() throws LogUnavailable;
    }

    public synchronized boolean isAvailable() {
        return available;
    }

    /// Notes that had no room: deliveries whose end the log will never show.
    public synchronized long lost() {
        return lost;
    }

    /// True when these are recorded; false when the log is away.
    public boolean open(Collection<Parcel> here, Collection<Parcel> anywhere) {
        return attempt(() -> log.open(here, anywhere));
    }

    /// True when this is recorded; false when it will be, later.
    public boolean note(Parcel parcel, Standing standing) {
        Note note = new Note(parcel, standing);
        if (keptWhileAway(note)) {
            return false;
        }
        try {
            log.note(parcel, standing);
            return true;
        } catch (LogUnavailable e) {
            if (e.isRefusal()) {
                refused(e);
            } else {
                away(e);
                keep(note);
            }
            return false;
        }
    }

    public boolean release(Collection<Parcel> parcels) {
        return parcels.isEmpty()
                || attempt(() -> log.release(parcels.stream().map(Parcel::id).toList()));
    }

    public void renew(Collection<Parcel> parcels) {
        attempt(() -> log.renew(parcels.stream().map(Parcel::id).toList()));
    }

    public void releaseAll() {
        attempt(log::releaseAll);
    }

    /// Drops some of what ended longer ago than `kept`.
    public void prune(Duration kept, int most) {
        attempt(() -> log.prune(kept, most));
    }

    public void rememberDisabled() {
        attempt(disabled::synchronize);
    }

    /// Nothing while the log is away.
    public List<Parcel> claim(int most, Instant horizon, Set<Target> except) {
        if (!isAvailable()) {
            return List.of();
        }
        try {
            return log.claim(most, horizon, except);
        } catch (LogUnavailable e) {
            away(e);
            return List.of();
        }
    }

    /// Tries to reach the log again; true when it is back, with all notes written.
    public boolean reconnect() {
        try {
            if (!everReached()) {
                migration.run();
                // what an earlier run of this instance had in hand is nobody's
                log.releaseAll();
            }
            disabled.synchronize();
            int written = writeNotes();
            LOG.info("the history database is there: deliveries are recorded ({} from memory)", written);
            return true;
        } catch (LogUnavailable e) {
            away(e);
        } catch (RuntimeException e) {
            // Flyway and the pool throw what they like; none of it may end the thread that tries again
            away(new LogUnavailable(e));
        }
        return false;
    }

    private int writeNotes() throws LogUnavailable {
        int written = 0;
        for (Note note = next(); note != null; note = next()) {
            try {
                log.note(note.parcel, note.standing);
                written++;
            } catch (LogUnavailable e) {
                if (!e.isRefusal()) {
                    throw e;
                }
                refused(e);
            }
            drop(note);
        }
        return written;
    }

    /// The oldest note; when there is none, the log is available from this moment on: nothing can slip in between.
    private synchronized @Nullable Note next() {
        Note first = notes.peekFirst();
        if (first == null) {
            available = true;
            everAvailable = true;
            complained = false;
        }
        return first;
    }

    private synchronized void drop(Note note) {
        notes.remove(note);
    }

    private synchronized boolean everReached() {
        return everAvailable;
    }

    private boolean attempt(Writing writing) {
        if (!isAvailable()) {
            return false;
        }
        try {
            writing.run();
            return true;
        } catch (LogUnavailable e) {
            if (e.isRefusal()) {
                refused(e);
            } else {
                away(e);
            }
            return false;
        }
    }

    private synchronized boolean keptWhileAway(Note note) {
        if (!available) {
            keep(note);
        }
        return !available;
    }

    private synchronized void refused(LogUnavailable why) {
        lost++;
        LOG.error("the history database does not take a row of the delivery log: {}", why.getMessage());
    }

    private synchronized void keep(Note note) {
        if (notes.size() >= MOST_NOTES) {
            notes.removeFirst();
            lost++;
        }
        // its parcel stays in memory, so nobody else is to take it
        Standing standing = note.standing == Standing.ANYWHERE ? Standing.HERE : note.standing;
        notes.addLast(new Note(note.parcel, standing));
    }

    private synchronized void away(LogUnavailable why) {
        available = false;
        if (!complained) {
            complained = true;
            LOG.warn("the history database is away: delivering from memory until it is back ({})", why.getMessage());
        }
    }
}

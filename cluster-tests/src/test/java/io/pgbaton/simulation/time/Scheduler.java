package io.pgbaton.simulation.time;

import java.util.Comparator;
import java.util.PriorityQueue;

/// What happens next, in order of true time; at one time, in the order it was asked for.
public final class Scheduler {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long asked;
    private long done;

    private record Event(long at, long number, Runnable what) {}

    /// True time in nanoseconds, which nobody in the simulation can read.
    public long now() {
        return now;
    }

    /// How many events have happened.
    public long done() {
        return done;
    }

    public void after(long nanos, Runnable what) {
        events.add(new Event(now + Math.max(0, nanos), ++asked, what));
    }

    /// The next event, unless it is later than `end`: then only time passes.
    public boolean step(long end) {
        Event next = events.peek();
        if (next == null || next.at() > end) {
            now = Math.max(now, end);
            return false;
        }
        events.remove();
        now = next.at();
        done++;
        next.what().run();
        return true;
    }
}

package io.pgbaton.failover.evidence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which runs of an agent have spoken under one node id. A restart brings a new boot id once; one that was left and
/// comes back means that two agents speak under the same id.
record Boots(
        @Nullable String current,
        List<String> former,
        int returns,
        @Nullable Moment lastReturn,
        @Nullable Moment changed) {

    /// What a killed agent had sent may still arrive, but not for longer than its producer tried.
    private static final Duration LATE = Duration.ofSeconds(2);

    /// Long enough for two agents at the slowest heartbeat interval to be seen alternating.
    private static final Duration MEMORY = Duration.ofSeconds(10);

    private static final int REMEMBERED = 4;

    static final Boots NONE = new Boots(null, List.of(), 0, null, null);

    Boots heard(String boot, Moment now) {
        if (boot.equals(current)) {
            return this;
        }
        if (current == null) {
            return new Boots(boot, former, 0, null, now);
        }
        List<String> left = new ArrayList<>(former);
        boolean returned = left.remove(boot);
        left.add(current);
        if (left.size() > REMEMBERED) {
            left.removeFirst();
        }
        List<String> kept = List.copyOf(left);
        return returned
                ? new Boots(boot, kept, recent(now) ? returns + 1 : 1, now, now)
                : new Boots(boot, kept, returns, lastReturn, now);
    }

    /// Whether this is said by a run that has just been replaced: it arrived late, and is no news.
    boolean isLate(String boot, Moment now) {
        return former.contains(boot)
                && returns == 0
                && changed != null
                && now.since(changed).compareTo(LATE) < 0;
    }

    /// One return may be a record that was late; a second one within seconds is two agents.
    boolean alternate(Moment now) {
        return returns >= 2 && recent(now);
    }

    private boolean recent(Moment now) {
        return lastReturn != null && now.since(lastReturn).compareTo(MEMORY) < 0;
    }
}

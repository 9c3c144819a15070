package io.pgbaton.failover.decide;

import io.pgbaton.failover.evidence.Moment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How long each phase of a change of the primary took, in milliseconds since the primary was last known well; a
/// service that restarted on the way knows only some.
record PhaseTimes(Situation situation) {

    /// From the first sign to now.
    Optional<Duration> total() {
        return suspected().map(since -> situation.moment().since(since));
    }

    Map<String, Long> soFar() {
        Map<String, Long> times = new LinkedHashMap<>();
        suspected().ifPresent(since -> {
            put(times, "detected", since, Mark.Kind.OPENED);
            put(times, "frozen", since, Mark.Kind.FROZEN);
            put(times, "decided", since, Mark.Kind.DECIDED);
        });
        return times;
    }

    /// With the promotion, which has ended just now.
    Map<String, Long> promoted() {
        Map<String, Long> times = soFar();
        total().ifPresent(total -> times.put("promoted", total.toMillis()));
        return times;
    }

    /// What was marked before is of an earlier change.
    private void put(Map<String, Long> times, String name, Moment since, Mark.Kind kind) {
        when(kind)
                .filter(at -> at.compareTo(since) >= 0)
                .ifPresent(at -> times.put(name, at.since(since).toMillis()));
    }

    private Optional<Moment> suspected() {
        return when(Mark.Kind.SUSPECTED);
    }

    private Optional<Moment> when(Mark.Kind kind) {
        return situation.state().memory().when(Mark.of(kind));
    }
}

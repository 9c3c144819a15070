package io.pgbaton.failover.evidence;

import java.time.Duration;

/// When the last record of a cluster was read, whoever wrote it. A cluster whose agents speak is never still for
/// long on a bus that works and is read: a stillness says that nobody could be heard, not that somebody is gone. So
/// what ends it renews every lease (rules F2, O1): Kafka was away, or this service stood still.
record Reading(Moment last, boolean ownMarker) {

    /// Three heartbeats of every node at the usual interval.
    private static final Duration LONGEST = Duration.ofMillis(1600);

    boolean wasStill(Moment now) {
        return now.since(last).compareTo(LONGEST) >= 0;
    }

    Reading read(Moment now) {
        return new Reading(now, false);
    }

    Reading readMarker(Moment now) {
        return new Reading(now, true);
    }
}

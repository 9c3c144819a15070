package io.pgbaton.monitor.web;

/// A length of time for a person, in its largest unit.
final class Ago {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Ago() {}

    static String span(long millis) {
        if (millis < 2 * MINUTE) {
            return Math.max(0, millis / SECOND) + " s";
        }
        if (millis < 2 * HOUR) {
            return millis / MINUTE + " min";
        }
        return millis < 2 * DAY ? millis / HOUR + " h" : millis / DAY + " days";
    }
}

package io.pgbaton.cli.output;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// Times in the reader's zone. Written out by hand: `DateTimeFormatter` would cost a tenth of the start-up.
public final class Times {

    private final ZoneId zone;

    public Times(ZoneId zone) {
        this.zone = zone;
    }

    /// `2026-11-23 05:04:05+01:00`
    public String second(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        return plain(local) + offset(local);
    }

    /// `05:04:05.123+01:00`
    public String clockMillis(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        StringBuilder text = clock(new StringBuilder(), local).append('.');
        return pad(text, local.getNano() / 1_000_000, 3) + offset(local);
    }

    /// `2026-11-23 05:04:05`: as repmgr's CSV has it, without an offset.
    public String bare(Instant at) {
        return plain(at.atZone(zone));
    }

    private static String plain(ZonedDateTime local) {
        StringBuilder text = new StringBuilder(19);
        pad(text, local.getYear(), 4).append('-');
        pad(text, local.getMonthValue(), 2).append('-');
        pad(text, local.getDayOfMonth(), 2).append(' ');
        return clock(text, local).toString();
    }

    private static StringBuilder clock(StringBuilder text, ZonedDateTime local) {
        pad(text, local.getHour(), 2).append(':');
        pad(text, local.getMinute(), 2).append(':');
        return pad(text, local.getSecond(), 2);
    }

    private static String offset(ZonedDateTime local) {
        ZoneOffset offset = local.getOffset();
        return offset.getTotalSeconds() == 0 ? "+00:00" : offset.getId();
    }

    private static StringBuilder pad(StringBuilder text, int number, int digits) {
        String written = Integer.toString(number);
        return text.repeat('0', Math.max(0, digits - written.length())).append(written);
    }
}

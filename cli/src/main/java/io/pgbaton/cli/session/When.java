package io.pgbaton.cli.session;

import io.pgbaton.cli.outcome.CommandFailed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// A moment as a person writes it: 03:00 (the next one), 2026-11-27T03:00 (here), 2026-11-27T03:00:00Z.
public final class When {

    private When() {}

    /// Fails as bad use of `option`.
    public static Instant parse(String option, String written, Instant now, ZoneId zone) {
        String text = written.strip().replace(' ', 'T');
        try {
            if (text.length() <= "03:00:00".length()) {
                return next(LocalTime.parse(text), now.atZone(zone)).toInstant();
            }
            boolean offset = text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)");
            return offset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw CommandFailed.badConfig(option + " " + written
                    + ": a time such as 03:00, 2026-11-27T03:00 or 2026-11-27T03:00:00Z is expected");
        }
    }

    private static ZonedDateTime next(LocalTime time, ZonedDateTime now) {
        ZonedDateTime today = now.with(time);
        return today.isAfter(now) ? today : today.plusDays(1);
    }
}

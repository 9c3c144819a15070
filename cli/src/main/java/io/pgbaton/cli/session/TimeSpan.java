package io.pgbaton.cli.session;

import io.pgbaton.cli.outcome.CommandFailed;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as a person writes them: 90s, 30min, 2h, 1d.
public final class TimeSpan {

    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(s|min|h|d)");

    private TimeSpan() {}

    /// Fails as bad use of `option`.
    public static Duration parse(String option, String length) {
        Matcher matcher = LENGTH.matcher(length);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw CommandFailed.badConfig(
                    option + " " + length + ": a number with s, min, h or d is expected, such as 2h");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}

package io.pgbaton.cli.output;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Numbers as a line of bars, the largest of them as high as a line is; nothing for a number that is not known.
public final class Sparkline {

    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    public static String of(List<@Nullable Long> numbers) {
        long most = numbers.stream()
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        StringBuilder line = new StringBuilder();
        numbers.forEach(number -> line.append(number == null ? ' ' : bar(number, most)));
        return line.toString();
    }

    /// The lowest bar is for nothing alone.
    private static char bar(long number, long most) {
        if (number <= 0) {
            return BARS.charAt(0);
        }
        double height = number * (BARS.length() - 1.0) / most;
        return BARS.charAt((int) Math.clamp(Math.round(height), 1, BARS.length() - 1));
    }
}

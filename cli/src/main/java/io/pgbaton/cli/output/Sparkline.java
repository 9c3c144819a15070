package io.pgbaton.cli.output;

import java.util.Arrays;

/// Numbers as a line of bars, the largest of them as high as a line is; a blank for one that is not known.
public final class Sparkline {

    /// Stands for a number that is not known.
    public static final long UNKNOWN = -1;

    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    public static String of(long... numbers) {
        long most = Arrays.stream(numbers).max().orElse(0);
        StringBuilder line = new StringBuilder();
        Arrays.stream(numbers).forEach(number -> line.append(bar(number, most)));
        return line.toString();
    }

    /// The lowest bar is for nothing alone.
    private static char bar(long number, long most) {
        if (number <= 0) {
            return number == UNKNOWN ? ' ' : BARS.charAt(0);
        }
        double height = number * (BARS.length() - 1.0) / most;
        return BARS.charAt(Math.clamp(Math.round(height), 1, BARS.length() - 1));
    }
}

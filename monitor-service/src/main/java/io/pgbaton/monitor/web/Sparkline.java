package io.pgbaton.monitor.web;

import io.pgbaton.monitor.fleet.ByteSize;
import io.pgbaton.monitor.fleet.LagTrail;
import java.util.Arrays;

/// The worst lag of the last minutes as a line in a box of 120 by 24. Full height is the peak, but never less than
/// 64 kB: the noise of a healthy standby stays a flat line.
public record Sparkline(String points, String peak) {

    private static final int WIDTH = 120;
    private static final int HEIGHT = 24;
    private static final long FULL_HEIGHT_AT_LEAST = 64 * 1024;

    static Sparkline of(LagTrail trail) {
        long[] bytes = trail.bytes().toArray();
        long peak = Arrays.stream(bytes).max().orElse(0);
        long full = Math.max(peak, FULL_HEIGHT_AT_LEAST);
        StringBuilder points = new StringBuilder(bytes.length * 8);
        // the newest point is at the right edge, however few there are
        int first = LagTrail.LENGTH - bytes.length;
        for (int i = 0; i < bytes.length; i++) {
            int x = (first + i) * WIDTH / (LagTrail.LENGTH - 1);
            long y = HEIGHT - 1 - bytes[i] * (HEIGHT - 2) / full;
            points.append(x).append(',').append(y).append(' ');
        }
        return new Sparkline(points.toString().strip(), ByteSize.of(peak));
    }
}

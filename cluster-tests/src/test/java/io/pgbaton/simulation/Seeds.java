package io.pgbaton.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;

/// The seeds of a build: fixed ones, all that ever failed, and some that nobody has tried.
final class Seeds {

    static final int FIXED = 150;
    static final int FRESH = 25;

    private Seeds() {}

    /// `simulation-seeds.txt`: a seed a line, `#` begins a remark.
    static LongStream thatFailedOnce() {
        try (InputStream in = Seeds.class.getResourceAsStream("/simulation-seeds.txt")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .mapToLong(Long::parseLong)
                    .boxed()
                    .toList()
                    .stream()
                    .mapToLong(Long::longValue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LongStream fixed() {
        return LongStream.rangeClosed(1, FIXED);
    }

    /// Others with every build; a run that fails names its own.
    static LongStream fresh() {
        long first = Math.floorMod(System.nanoTime(), 1_000_000_000L) + 1_000_000;
        return LongStream.range(first, first + FRESH);
    }

    /// The command that shows a seed's story.
    static String replay(long seed) {
        return "./bench simulate --from " + seed + " --seeds 1 --tell";
    }
}

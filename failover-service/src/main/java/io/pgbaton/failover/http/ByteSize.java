package io.pgbaton.failover.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A size as people write it: `1048576`, `16MiB`, `2 GiB`.
final class ByteSize {

    private static final Pattern WRITTEN =
            Pattern.compile("(\\d{1,12})\\s*([KMGT]?)(?:i?B)?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "KMGT";

    private ByteSize() {}

    static long parse(String setting, String text) {
        Matcher matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    setting + " is \"" + text + "\": write bytes, or a number with KiB, MiB, GiB or TiB");
        }
        int power = matcher.group(2).isEmpty()
                ? 0
                : UNITS.indexOf(Character.toUpperCase(matcher.group(2).charAt(0))) + 1;
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
    }
}

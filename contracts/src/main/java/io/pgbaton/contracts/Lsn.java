package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A position in the write-ahead log, in bytes: PostgreSQL's `pg_lsn`, an unsigned 64-bit number written
/// `0/5000060`.
public record Lsn(long bytes) implements Comparable<Lsn> {

    private static final Pattern WRITTEN = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

    @JsonCreator
    public static Lsn parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not an LSN: two hexadecimal numbers and a slash");
        }
        return new Lsn(Long.parseLong(matcher.group(1), 16) << 32 | Long.parseLong(matcher.group(2), 16));
    }

    /// Bytes from `older` to this position; zero when `older` is not behind.
    public long bytesAheadOf(Lsn older) {
        return compareTo(older) > 0 ? bytes - older.bytes : 0;
    }

    public static Lsn furthest(Lsn one, Lsn other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(bytes, other.bytes);
    }

    @Override
    @JsonValue
    public String toString() {
        return String.format(Locale.ROOT, "%X/%X", bytes >>> 32, bytes & 0xFFFF_FFFFL);
    }
}

package io.pgbaton.monitor.fleet;

import java.util.Locale;

/// A number of bytes for a person: `0 B`, `17 kB`, `2.4 MB`, in steps of 1024 as PostgreSQL's `pg_size_pretty`.
public final class ByteSize {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private ByteSize() {}

    public static String of(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        String digits = unit == 0 || amount >= 10 ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, digits + " %s", amount, UNITS[unit]);
    }
}

package io.pgbaton.cli.output;

/// Sizes as `pg_size_pretty` writes them, and durations in the unit that a person would say.
public final class Amounts {

    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    public static String bytes(long bytes) {
        long amount = bytes;
        int unit = 0;
        // pg_size_pretty changes the unit at 10 of the next one, so that two digits are always shown.
        while (amount >= 10 * 1024 && unit < UNITS.length - 1) {
            amount = (amount / 512 + 1) / 2;
            unit++;
        }
        return amount + " " + UNITS[unit];
    }

    public static String millis(long millis) {
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return millis / 1000 + "." + millis % 1000 / 100 + " s";
        }
        long seconds = millis / 1000;
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}

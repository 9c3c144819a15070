package io.pgbaton.cli.check;

import io.pgbaton.cli.outcome.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// How a check ended. `measured` is Nagios' performance data.
public record Verdict(Level level, String details, List<Measure> measured) {

    public enum Level {
        OK(ExitCode.SUCCESS),
        WARNING(ExitCode.CHECK_WARNING),
        CRITICAL(ExitCode.CHECK_CRITICAL),
        UNKNOWN(ExitCode.CHECK_UNKNOWN);

        private final ExitCode end;

        Level(ExitCode end) {
            this.end = end;
        }

        public ExitCode end() {
            return end;
        }
    }

    /// `lag=12;300;600`: a value, and from where on it is a warning and critical, where there is such a limit.
    public record Measure(String name, List<String> values) {
        @Override
        public String toString() {
            return name + "=" + String.join(";", values);
        }
    }

    static Verdict ok(String details) {
        return new Verdict(Level.OK, details, List.of());
    }

    static Verdict critical(String details) {
        return new Verdict(Level.CRITICAL, details, List.of());
    }

    static Verdict unknown(String details) {
        return new Verdict(Level.UNKNOWN, details, List.of());
    }

    Verdict with(String name, Object... values) {
        Measure one =
                new Measure(name, Arrays.stream(values).map(String::valueOf).toList());
        List<Measure> more = new java.util.ArrayList<>(measured);
        more.add(one);
        return new Verdict(level, details, List.copyOf(more));
    }

    /// `OK (0 seconds)`.
    public String text() {
        return level + " (" + details + ")";
    }

    /// One line for Nagios and its kin: `REPMGR_REPLICATION_LAG OK: 0 seconds | lag=0;300;600`.
    public String nagios(Check check) {
        String data = measured.stream().map(Measure::toString).collect(Collectors.joining(" "));
        return check.label() + " " + level + ": " + details + (data.isEmpty() ? "" : " | " + data);
    }
}

package io.pgbaton.fleet.demo;

import java.util.Collection;

/// One thing that must hold, what was found, and what was asked for.
public record Check(String what, boolean holds, String found, String bound) {

    public static Check atMost(String what, long found, long bound, String unit) {
        return new Check(what, found <= bound, found + " " + unit, "at most " + bound + " " + unit);
    }

    public static Check atLeastOne(String what, long found) {
        return new Check(what, found >= 1, Long.toString(found), "at least 1");
    }

    public static Check none(String what, long found) {
        return new Check(what, found == 0, Long.toString(found), "0");
    }

    public static boolean allHold(Collection<Check> checks) {
        return checks.stream().allMatch(Check::holds);
    }
}

package io.pgbaton.agent.lease;

import io.pgbaton.contracts.Term;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The lease file (rules L6, L7): what the guard enforces, and what a restarted agent goes on with. Deadlines are
/// whole milliseconds of `CLOCK_BOOTTIME` in the run of the host that `boot` names; [LeaseClock#NEVER] for a route
/// that never held. The guard kills `killBefore` milliseconds ahead of the later of both.
public record LeaseRecord(String boot, Term term, long bus, long peer, long killBefore, String dataDirectory) {

    public long until() {
        return Math.max(bus, peer);
    }

    /// A renewal is worth a write when it moves a deadline by half a heartbeat, or anything else changed.
    public boolean isStale(LeaseRecord next, LeaseRules rules) {
        boolean same = boot.equals(next.boot)
                && term.equals(next.term)
                && killBefore == next.killBefore
                && dataDirectory.equals(next.dataDirectory);
        long half = Math.max(1, rules.heartbeat() / 2);
        return !same || next.bus - bus >= half || next.peer - peer >= half;
    }

    /// `name=value` lines.
    public String text() {
        return "boot=" + boot + "\nterm=" + term + "\nbus=" + bus + "\npeer=" + peer + "\nkill_before=" + killBefore
                + "\ndata_directory=" + dataDirectory + "\n";
    }

    /// Empty for anything that is not whole: what cannot be read proves no lease.
    public static Optional<LeaseRecord> parse(String text) {
        Map<String, String> values = new HashMap<>();
        text.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> values.put(pair[0], pair[1]));
        try {
            return Optional.of(new LeaseRecord(
                    said(values, "boot"),
                    new Term(Long.parseLong(said(values, "term"))),
                    Long.parseLong(said(values, "bus")),
                    Long.parseLong(said(values, "peer")),
                    Long.parseLong(said(values, "kill_before")),
                    said(values, "data_directory")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String said(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}

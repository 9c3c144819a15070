package io.pgbaton.fleet.demo;

import java.util.List;
import java.util.Map;

/// The demo as data.
public record DemoReport(
        boolean successful, Rows rows, List<ActReport> acts, Map<String, Long> gapMedians, List<Check> checks) {

    /// `lostInCrash` were acknowledged before a postmaster was killed on a living host, `lostWithHost` before a
    /// whole host died: asynchronous replication can lose the latter, never the former. `firstLost` are some of
    /// them, for whoever looks for the reason.
    public record Rows(
            long acknowledged,
            long lostInCrash,
            WithHost lostWithHost,
            Map<String, Long> missingOn,
            List<LostRow> firstLost) {}

    /// `rows` were acknowledged by the host that died and are gone; `receivable` of them so long before that a
    /// streaming standby must have had them.
    public record WithHost(long rows, long receivable) {}

    /// `beforeBlowMillis` is how long before the next kill it was acknowledged, by `node`.
    public record LostRow(long id, String node, long beforeBlowMillis) {}

    public DemoReport {
        acts = List.copyOf(acts);
        checks = List.copyOf(checks);
    }
}

package io.pgbaton.fleet.bench;

import java.util.List;

/// A fault that `./bench failover` measures: which scene it is, with which lines of the agents' configuration, and
/// what its gap should be on a quiet machine.
record FailoverFault(String scene, String agentSettings, String aim) {

    static final String SHORT_LEASE = "lease = 1s\nheartbeat_interval = 200ms\n";

    /// In the order of the table.
    static List<FailoverFault> all() {
        return List.of(
                usual("postmaster-killed", "at most 700 ms, none lost"),
                usual("host-gone", "at most 4,000 ms"),
                usual("postmaster-stopped", "at most 3,500 ms, none lost"),
                usual("primary-isolated", "at most 4,000 ms, whole in 15 s"),
                usual("agent-killed", "no failover"),
                usual("agent-stopped", "no second writer"),
                usual("kafka-gone", "no failover"),
                usual("service-killed-freezing-other", "completed by the other"),
                usual("service-killed-promoting-other", "completed by the other"),
                new FailoverFault("host-gone", SHORT_LEASE, "at most 2,000 ms"));
    }

    private static FailoverFault usual(String scene, String aim) {
        return new FailoverFault(scene, "", aim);
    }

    /// How a person tells it from the same scene with the usual settings.
    String with() {
        return agentSettings.isEmpty() ? "" : "; lease 1 s, heartbeats every 200 ms";
    }
}

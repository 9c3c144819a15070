package io.pgbaton.fleet.plan;

import java.util.Locale;

/// The services of every fleet.
public enum Service {
    FAILOVER(41),
    MONITOR(42),
    NOTIFIER(43);

    private final int offset;

    Service(int offset) {
        this.offset = offset;
    }

    public String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    int offset() {
        return offset;
    }

    public int port(FleetPlan plan) {
        return Instance.first(this).port(plan);
    }

    public String url(FleetPlan plan) {
        return Instance.first(this).url(plan);
    }
}

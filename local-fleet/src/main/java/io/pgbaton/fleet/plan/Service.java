package io.pgbaton.fleet.plan;

import java.util.Locale;

/// The services every fleet has one of.
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
        return plan.basePort() + offset;
    }

    public String url(FleetPlan plan) {
        return "http://" + plan.addresses().service(this) + ":" + port(plan);
    }
}

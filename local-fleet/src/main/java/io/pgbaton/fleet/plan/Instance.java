package io.pgbaton.fleet.plan;

/// One running copy of a service. Only the failover service may have several: they share the partitions out.
public record Instance(Service service, int number) {

    /// Where the ports and addresses of the second, third, ... instance begin.
    private static final int FURTHER = 50;

    public static Instance first(Service service) {
        return new Instance(service, 1);
    }

    /// `failover`, `failover-2`.
    public String name() {
        return number == 1 ? service.program() : service.program() + "-" + number;
    }

    public int port(FleetPlan plan) {
        return plan.basePort() + offset();
    }

    public String host(FleetPlan plan) {
        return plan.addresses().host(offset());
    }

    public String url(FleetPlan plan) {
        return "http://" + host(plan) + ":" + port(plan);
    }

    private int offset() {
        return number == 1 ? service.offset() : FURTHER + number;
    }
}

package io.pgbaton.fleet.chaos;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.FailoverApi;
import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.plan.Instance;
import java.util.Comparator;
import java.util.List;

/// The failover services of a fleet, which share the partitions of the bus out.
record FailoverServices(FleetPlan plan) {

    /// All of them, the one that decides for `partition` first.
    List<Instance> decidingFirst(int partition) {
        return plan.failovers().stream()
                .sorted(Comparator.comparing(service -> !decides(service, partition)))
                .toList();
    }

    private boolean decides(Instance service, int partition) {
        try {
            return FailoverApi.of(service, plan).deciding().contains(partition);
        } catch (FleetException _) {
            // one that does not answer decides nothing
            return false;
        }
    }
}

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

    /// Each decides for its share: one that was started again lately may be about to take some over.
    boolean haveSettled() {
        return plan.failovers().stream().noneMatch(service -> deciding(service).isEmpty());
    }

    private boolean decides(Instance service, int partition) {
        return deciding(service).contains(partition);
    }

    private List<Integer> deciding(Instance service) {
        try {
            return FailoverApi.of(service, plan).deciding();
        } catch (FleetException _) {
            // one that does not answer decides nothing
            return List.of();
        }
    }
}

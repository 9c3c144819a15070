package io.pgbaton.fleet.folder;

import io.pgbaton.fleet.plan.FleetPlan;
import io.pgbaton.fleet.process.ProcessId;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is remembered of a fleet between two commands. `boot` names the run of the operating system under which the
/// processes were started: after a reboot none of them is alive. `complete` says that everything came up once.
public record FleetState(FleetPlan plan, String boot, boolean complete, Map<String, ProcessId> processes) {

    public FleetState {
        processes = new LinkedHashMap<>(processes);
    }

    public FleetState with(String name, ProcessId process) {
        Map<String, ProcessId> more = new LinkedHashMap<>(processes);
        more.put(name, process);
        return new FleetState(plan, boot, complete, more);
    }

    public FleetState completed() {
        return new FleetState(plan, boot, true, processes);
    }
}

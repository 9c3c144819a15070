package io.pgbaton.fleet.run;

import io.pgbaton.fleet.folder.FleetFolder;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Where a fleet's programs run, and which. `entrances` answers for a part (`kafka-1`, `failover`, `guard orders/n1`)
/// what stands before its command line; `readers` says whether monitor, notifier, history and sinks belong to it;
/// `agentSettings` are lines of every agent's configuration; `groundwork` is done in its folder while that is empty.
public record Surroundings(
        Function<String, List<String>> entrances,
        boolean readers,
        String agentSettings,
        Consumer<FleetFolder> groundwork) {

    /// Everything, on this machine's own network.
    public static final Surroundings USUAL = new Surroundings(_ -> List.of(), true, "", _ -> {});
}

package io.pgbaton.fleet.run;

import io.pgbaton.fleet.folder.FleetFolder;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    private static final Pattern LEASE = Pattern.compile("(?m)^\\s*lease\\s*=\\s*'?([^'\\s]+)");

    /// The same with other lines for the agents.
    public Surroundings withAgents(List<String> lines) {
        String settings = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        return new Surroundings(entrances, readers, settings, groundwork);
    }

    /// What the failover service has to be told of that: the lease is the same on both sides, or not safe.
    String failoverSettings() {
        Matcher lease = LEASE.matcher(agentSettings);
        return lease.find() ? "pgbaton.failover.lease=" + lease.group(1) + "\n" : "";
    }
}

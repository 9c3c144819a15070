package io.pgbaton.fleet.bench;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Usage;
import io.pgbaton.fleet.run.Fleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "agent",
        description = "What each agent costs its host: resident memory, and processor time over a while.",
        mixinStandardHelpOptions = true)
final class AgentBench implements Runnable {

    @Mixin
    private Bench bench = new Bench();

    @Option(names = "--seconds", paramLabel = "N", description = "how long to look (default: ${DEFAULT-VALUE})")
    private int seconds = 30;

    @Override
    public void run() {
        bench.measure(this::measure);
    }

    private List<Figure> measure(Fleet fleet) {
        Map<String, ProcessId> agents = new LinkedHashMap<>();
        for (NodePlan node : fleet.plan().nodes()) {
            fleet.host(node).agent().ifPresent(agent -> agents.put(node.label(), agent));
        }
        Map<String, Usage> before = usages(agents);
        long begin = System.nanoTime();
        // nothing to wait for: only time has to pass
        Deadline.in(Duration.ofSeconds(seconds)).await(() -> false);
        double passed = (System.nanoTime() - begin) / 1e9;
        Map<String, Usage> after = usages(agents);
        List<Figure> figures = new ArrayList<>();
        after.forEach((label, usage) -> {
            double busy = usage.cpuSeconds() - before.getOrDefault(label, usage).cpuSeconds();
            figures.add(new Figure("agent of " + label + ": resident", usage.residentMib(), "MiB", "under 110"));
            figures.add(new Figure("agent of " + label + ": processor", 100 * busy / passed, "%", "under 2"));
        });
        return figures;
    }

    private static Map<String, Usage> usages(Map<String, ProcessId> agents) {
        if (agents.isEmpty()) {
            throw new FleetException("no agent is running");
        }
        Map<String, Usage> usages = new LinkedHashMap<>();
        agents.forEach((label, agent) -> usages.put(label, Usage.of(agent)));
        return usages;
    }
}

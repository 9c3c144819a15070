package io.pgbaton.fleet.command;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestStatus;
import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.ask.FailoverApi;
import io.pgbaton.fleet.plan.ClusterPlan;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.run.Fleet;
import io.pgbaton.fleet.terminal.Terminal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "switchover",
        description = "Hands the primary role over, planned: the primary stops cleanly, a standby takes over.",
        mixinStandardHelpOptions = true)
final class SwitchoverCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Mixin
    private Where where = new Where();

    @Parameters(paramLabel = "CLUSTER", description = "such as orders")
    private String cluster = "";

    @Option(names = "--to", paramLabel = "NODE", description = "the standby to promote (default: the best one)")
    private Optional<String> to = Optional.empty();

    private int shown;

    @Override
    public Integer call() {
        Fleet fleet = where.fleet();
        ClusterPlan plan = fleet.plan().cluster(cluster);
        NodeId target = to.map(name -> new NodeId(fleet.plan()
                        .node(name.contains("/") || name.contains("-") ? name : cluster + "/" + name)
                        .number()))
                .orElse(null);
        FailoverApi failover = new FailoverApi(fleet.plan());
        Terminal terminal = Terminal.standard();
        RequestStatus request = failover.ask(plan.name(), new Request.Switchover(target));
        boolean ended = Deadline.in(PATIENCE)
                .await(() -> show(failover.status(request), terminal) != RequestStatus.State.RUNNING);
        if (!ended) {
            throw new FleetException("the switchover of " + cluster + " is not over after " + PATIENCE.toSeconds()
                    + " s: ./sandbox logs failover");
        }
        RequestStatus.State state = failover.status(request).state();
        terminal.say(state.name().toLowerCase(java.util.Locale.ROOT));
        return state == RequestStatus.State.DONE ? 0 : 1;
    }

    private RequestStatus.State show(RequestStatus status, Terminal terminal) {
        for (; shown < status.steps().size(); shown++) {
            RequestStatus.Step step = status.steps().get(shown);
            terminal.say(step.at() + "  " + step.text());
        }
        return status.state();
    }
}

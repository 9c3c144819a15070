package io.pgbaton.fleet.run;

import io.pgbaton.fleet.FleetException;
import io.pgbaton.fleet.plan.NodePlan;
import io.pgbaton.fleet.postgres.ServerProcesses;
import io.pgbaton.fleet.process.Deadline;
import io.pgbaton.fleet.process.ProcessId;
import io.pgbaton.fleet.process.Signal;
import io.pgbaton.fleet.programs.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The stand-in for a host: a guard, its agent, their server, and whatever they have started.
public final class Host {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final NodePlan node;

    Host(Fleet fleet, NodePlan node) {
        this.fleet = fleet;
        this.node = node;
    }

    public NodePlan node() {
        return node;
    }

    /// The guard, which starts the agent again when it dies.
    public boolean guardRuns() {
        return guard().isPresent();
    }

    public boolean agentRuns() {
        return agent().isPresent();
    }

    /// The agent that runs now: its guard starts a new one whenever it has died.
    public Optional<ProcessId> agent() {
        return ProcessId.in(fleet.folder().agentState(node).resolve("agent.pid"));
    }

    public Optional<ProcessId> guard() {
        return fleet.process(Fleet.guardOf(node));
    }

    public boolean serverRuns() {
        return server().postmaster().isPresent();
    }

    /// Kills what `what` names, and answers in words what that was.
    public String kill(Target what) {
        List<Long> victims = processesOf(what);
        if (victims.isEmpty()) {
            throw new FleetException("nothing to kill: " + what.words() + " of " + node.label() + " does not run");
        }
        Signal.KILL.sendTo(victims);
        return "kill -9 " + what.words() + " of " + node.label() + " ("
                + (victims.size() == 1 ? "pid " + victims.getFirst() : victims.size() + " processes") + ")";
    }

    /// Freezes it: connections stay open and nothing answers.
    public String hang(Target what) {
        List<Long> victims = processesOf(what);
        if (victims.isEmpty()) {
            throw new FleetException("nothing to freeze: " + what.words() + " of " + node.label() + " does not run");
        }
        Signal.STOP.sendTo(victims);
        return "kill -STOP " + what.words() + " of " + node.label() + " (" + victims.size() + " processes)";
    }

    public void resume() {
        Signal.CONT.sendTo(processesOf(Target.HOST));
    }

    /// Starts the guard, unless it runs: it starts the agent, or goes on with the one that runs; the server is the
    /// agent's business.
    public void start() {
        start(fleet.programs());
    }

    void start(Programs programs) {
        if (!guardRuns()) {
            fleet.start(Fleet.guardOf(node), programs.agent(node));
        }
    }

    /// Starts the server as a person would who knows nothing of agents.
    public void startServerByHand() {
        fleet.data(node).start(node.postgresPort(), fleet.folder().postgresLog(node));
    }

    void awaitGone() {
        Deadline.in(PATIENCE).await(() -> processesOf(Target.HOST).isEmpty());
    }

    private List<Long> processesOf(Target what) {
        return switch (what) {
            case POSTMASTER -> server().postmaster().stream().toList();
            case POSTGRES -> postmasterFirst();
            case RECEIVER -> server().receiver().stream().toList();
            case AGENT -> agent().map(ProcessId::pid).stream().toList();
            case GUARD -> guard().map(ProcessId::pid).stream().toList();
            case HOST -> everything();
        };
    }

    private List<Long> postmasterFirst() {
        List<Long> pids = new ArrayList<>(server().all());
        server().postmaster().ifPresent(postmaster -> {
            pids.remove(postmaster);
            pids.addFirst(postmaster);
        });
        return pids;
    }

    /// The guard first, so that it neither sees the others die nor starts them again.
    private List<Long> everything() {
        Set<Long> pids = new LinkedHashSet<>();
        guard().ifPresent(guard -> pids.add(guard.pid()));
        agent().ifPresent(agent -> pids.add(agent.pid()));
        pids.addAll(postmasterFirst());
        guard().ifPresent(guard -> pids.addAll(guard.session()));
        return List.copyOf(pids);
    }

    private ServerProcesses server() {
        return new ServerProcesses(fleet.folder().dataDirectory(node));
    }
}

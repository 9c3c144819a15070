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
import java.util.List;

/// The stand-in for a host: an agent, its server, and whatever they have started.
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

    public boolean agentRuns() {
        return fleet.process(Fleet.agentOf(node)).isPresent();
    }

    public boolean serverRuns() {
        return server().postmaster().isPresent();
    }

    /// Kills what `what` names, and answers in words what that was.
    public String kill(Target what) {
        List<Long> victims = processesOf(what);
        if (victims.isEmpty()) {
            throw new FleetException("nothing to kill: no " + what.words() + " of " + node.label() + " is running");
        }
        Signal.KILL.sendTo(victims);
        return "kill -9 " + what.words() + " of " + node.label() + " ("
                + (victims.size() == 1 ? "pid " + victims.getFirst() : victims.size() + " processes") + ")";
    }

    /// Freezes it: connections stay open and nothing answers.
    public String hang(Target what) {
        List<Long> victims = processesOf(what);
        if (victims.isEmpty()) {
            throw new FleetException("nothing to freeze: no " + what.words() + " of " + node.label() + " is running");
        }
        Signal.STOP.sendTo(victims);
        return "kill -STOP " + what.words() + " of " + node.label() + " (" + victims.size() + " processes)";
    }

    public void resume() {
        Signal.CONT.sendTo(processesOf(Target.HOST));
    }

    /// Starts the agent, unless it runs; its server is the agent's business.
    public void start() {
        start(fleet.programs());
    }

    void start(Programs programs) {
        if (!agentRuns()) {
            fleet.start(Fleet.agentOf(node), programs.agent(node));
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
            case AGENT -> agentSession();
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

    private List<Long> agentSession() {
        return fleet.process(Fleet.agentOf(node)).map(ProcessId::session).orElse(List.of());
    }

    private List<Long> everything() {
        List<Long> pids = new ArrayList<>(agentSession());
        pids.addAll(postmasterFirst());
        return pids;
    }

    private ServerProcesses server() {
        return new ServerProcesses(fleet.folder().dataDirectory(node));
    }
}

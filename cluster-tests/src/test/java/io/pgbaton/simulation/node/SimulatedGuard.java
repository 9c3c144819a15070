package io.pgbaton.simulation.node;

import io.pgbaton.agent.lease.LeaseRecord;
import io.pgbaton.contracts.Term;
import io.pgbaton.simulation.faults.Mutation;
import io.pgbaton.simulation.faults.Mutations;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.time.Program;

/// The guard by the lease file's rules (L3, L5): kills a server whose deadline has passed, or that is out of
/// recovery without a lease, marks the fence, puts `standby.signal` back, and starts the agent again. Each look
/// and each act is an event of its own.
public final class SimulatedGuard {

    private static final long POLL = 20_000_000L;
    private static final long MILLION = 1_000_000L;

    private final Program program;
    private final NodeDisk disk;
    private final SimulatedPostgres server;
    private final Program agent;
    private final Runnable startAgent;
    private final Mutations mutations;

    public SimulatedGuard(
            Program program, NodeDisk disk, SimulatedPostgres server, AgentRun agent, Mutations mutations) {
        this.program = program;
        this.disk = disk;
        this.server = server;
        this.agent = agent.program();
        this.startAgent = agent.start();
        this.mutations = mutations;
    }

    /// The agent beside it.
    public record AgentRun(Program program, Runnable start) {}

    public void start() {
        program.start();
        look();
    }

    public Program program() {
        return program;
    }

    private void look() {
        if (!mutations.has(Mutation.NO_GUARD)) {
            enforce();
        }
        keepSignal();
        if (!agent.isAlive()) {
            program.then(this::restartAgent);
        }
        program.after(POLL, this::look);
    }

    private void restartAgent() {
        if (!agent.isAlive()) {
            startAgent.run();
        }
    }

    private void keepSignal() {
        if (!server.files().signal && server.isOutOfRecovery()) {
            server.files().signal = !mutations.has(Mutation.NO_SIGNAL_AT_REST);
        }
    }

    private void enforce() {
        LeaseRecord lease = disk.lease;
        if (lease == null) {
            if (server.isOutOfRecovery()) {
                server.kill();
                server.files().signal = true;
            }
            return;
        }
        long now = (program.clock().nanos() + MILLION - 1) / MILLION;
        if (now >= lease.until() - lease.killBefore()) {
            Term term = lease.term();
            server.kill();
            program.then(() -> mark(lease, term));
        }
    }

    private void mark(LeaseRecord lease, Term term) {
        if (server.hasProcesses()) {
            server.kill();
        }
        server.files().signal = true;
        if (disk.full) {
            return;
        }
        disk.fenced = Term.highest(disk.fenced, term);
        program.then(() -> remove(lease));
    }

    private void remove(LeaseRecord lease) {
        // one that was written meanwhile is another lease
        if (lease.equals(disk.lease)) {
            disk.lease = null;
        }
    }
}

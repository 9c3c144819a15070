package io.pgbaton.simulation.node;

import io.pgbaton.contracts.NodeId;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.time.Program;
import java.util.List;

/// One node's host: a server, its agent, its guard, one disk, one clock. A service manager starts the guard
/// again, and ends the server with it.
public final class SimulatedHost {

    private final NodeId node;
    private final String place;
    private final Parts parts;
    private boolean powered = true;
    private boolean stands;

    /// What runs there.
    public record Parts(SimulatedPostgres server, SimulatedAgent agent, SimulatedGuard guard, NodeDisk disk) {}

    public SimulatedHost(NodeId node, String place, Parts parts) {
        this.node = node;
        this.place = place;
        this.parts = parts;
    }

    public NodeId node() {
        return node;
    }

    public String place() {
        return place;
    }

    public SimulatedPostgres server() {
        return parts.server();
    }

    public SimulatedAgent agent() {
        return parts.agent();
    }

    public SimulatedGuard guard() {
        return parts.guard();
    }

    public NodeDisk disk() {
        return parts.disk();
    }

    public boolean isPowered() {
        return powered;
    }

    public boolean stands() {
        return stands;
    }

    private List<Program> programs() {
        return List.of(
                parts.server().program(), parts.agent().program(), parts.guard().program());
    }

    /// Boot: the guard is started, it starts the agent, which starts the server.
    public void boot() {
        powered = true;
        parts.disk().booted++;
        parts.guard().start();
    }

    /// Power is lost: everything in memory with it.
    public void powerOff() {
        powered = false;
        programs().forEach(Program::kill);
        parts.server().kill();
    }

    /// The guard is killed, and the server ends with it; the service manager starts the guard again.
    public void killGuard() {
        parts.guard().program().kill();
        parts.server().kill();
        parts.guard().start();
    }

    /// Everything on this host stands still, or goes on.
    public void stand(boolean still) {
        stands = still;
        programs().forEach(program -> program.hostStands(still));
    }
}

package io.pgbaton.simulation.node;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.simulation.bus.SimulatedBus;
import io.pgbaton.simulation.server.DataFiles;
import io.pgbaton.simulation.time.Scheduler;
import java.util.List;

/// A second agent under a node id that has one: somebody copied a configuration file to another host. It has a state
/// directory and a server of its own, and says so.
public final class Twin {

    private static final long INTERVAL = 500;
    private static final long MILLION = 1_000_000L;
    /// Further than anybody's.
    private static final Lsn FAR = new Lsn(1L << 40);

    private final Scheduler scheduler;
    private final SimulatedBus bus;
    private final NodeId claims;
    private final Heartbeat.Server server;
    private final String boot;
    private long said;

    public Twin(Scheduler scheduler, SimulatedBus bus, NodeId claims, ServerState state, Role role) {
        this.scheduler = scheduler;
        this.bus = bus;
        this.claims = claims;
        this.server = server(state, role);
        this.boot = claims + "-twin-" + scheduler.now();
    }

    private static Heartbeat.Server server(ServerState state, Role role) {
        if (state != ServerState.RUNNING) {
            return new Heartbeat.Server(state, null, DataFiles.SYSTEM, null, null);
        }
        Heartbeat.Wal wal = role == Role.PRIMARY
                ? new Heartbeat.Wal(new Timeline(1), FAR, FAR, null, null)
                : new Heartbeat.Wal(new Timeline(1), null, FAR, FAR, FAR);
        return new Heartbeat.Server(
                state, role, DataFiles.SYSTEM, wal, new Heartbeat.Replication(null, null, null, null, List.of()));
    }

    /// Until then, twice a second.
    public void speak(long until) {
        if (scheduler.now() >= until) {
            return;
        }
        if (bus.isUp()) {
            bus.append(new Heartbeat(
                    bus.cluster(),
                    claims,
                    new Heartbeat.Beat(boot, ++said, INTERVAL),
                    new Heartbeat.Standing(Term.NONE, Term.NONE, Term.NONE, 0),
                    server));
        }
        scheduler.after(INTERVAL * MILLION, () -> speak(until));
    }
}

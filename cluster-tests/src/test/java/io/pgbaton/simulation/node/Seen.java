package io.pgbaton.simulation.node;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Timeline;
import io.pgbaton.simulation.server.DataFiles;
import io.pgbaton.simulation.server.SimulatedPostgres;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the agent saw of its server when it looked last.
record Seen(ServerState state, Role role, @Nullable NodeId upstream, boolean streams, long detachedMillis, long lsn) {

    private static final long MILLION = 1_000_000;

    static Seen of(SimulatedPostgres server, boolean hung, boolean rebuilding) {
        DataFiles files = server.files();
        if (rebuilding) {
            return new Seen(ServerState.REBUILDING, files.role, null, false, 0, 0);
        }
        if (!server.hasPostmaster()) {
            boolean clean = files.clean && !server.hasProcesses();
            return new Seen(clean ? ServerState.STOPPED : ServerState.CRASHED, files.role, null, false, 0, 0);
        }
        if (hung) {
            return new Seen(ServerState.HUNG, files.role, null, false, 0, 0);
        }
        if (server.isStarting()) {
            return new Seen(ServerState.STARTING, files.role, null, false, 0, 0);
        }
        return new Seen(
                ServerState.RUNNING,
                server.role(),
                server.inRecovery() ? files.upstream : null,
                server.receiver().streams(),
                server.receiver().detachedNanos() / MILLION,
                files.log.end());
    }

    boolean runsAs(Role asked) {
        return state == ServerState.RUNNING && role == asked;
    }

    boolean differsFrom(Seen other) {
        return state != other.state || role != other.role || streams != other.streams;
    }

    /// `last` is what the server said last to this run of the agent.
    Heartbeat.Server told(DataFiles files, Heartbeat.@Nullable Wal last) {
        if (state != ServerState.RUNNING) {
            return new Heartbeat.Server(state, null, files.system, last, null);
        }
        Lsn at = new Lsn(lsn);
        Timeline timeline = new Timeline(files.timeline);
        boolean primary = role == Role.PRIMARY;
        Heartbeat.Wal wal = primary
                ? new Heartbeat.Wal(timeline, at, at, null, null)
                : new Heartbeat.Wal(timeline, null, at, at, at);
        Heartbeat.Replication replication = primary
                ? new Heartbeat.Replication(null, null, null, null, List.of())
                : new Heartbeat.Replication(upstream, streams ? "streaming" : null, 0L, 0L, List.of());
        return new Heartbeat.Server(state, role, files.system, wal, replication);
    }
}

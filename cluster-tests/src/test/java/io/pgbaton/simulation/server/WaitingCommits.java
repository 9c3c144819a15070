package io.pgbaton.simulation.server;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.simulation.time.Chance;
import io.pgbaton.simulation.time.Program;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// `synchronous_standby_names` of one server: which commits wait, and for whom. What standbys have confirmed and which
/// commits wait is memory, and goes with the server.
public final class WaitingCommits {

    private static final ClusterPolicy.Synchronous NOBODY = new ClusterPolicy.Synchronous(0, java.util.List.of());

    private final NodeId node;
    private final DataFiles files;
    private final Program program;
    private final Chance chance;
    private final SimulatedPostgres.Happenings happenings;
    private final Map<NodeId, Wal> confirmed = new HashMap<>();
    private final Deque<Wal> waiting = new ArrayDeque<>();
    private ClusterPolicy.Synchronous inForce = NOBODY;

    WaitingCommits(
            NodeId node, DataFiles files, Program program, Chance chance, SimulatedPostgres.Happenings happenings) {
        this.node = node;
        this.files = files;
        this.program = program;
        this.chance = chance;
        this.happenings = happenings;
    }

    /// The server starts.
    void begin() {
        confirmed.clear();
        waiting.clear();
        inForce = files.commitsWaitFor == null ? NOBODY : files.commitsWaitFor;
    }

    /// `ALTER SYSTEM SET synchronous_standby_names = 'ANY k (…)'` and a reload: heeded a little later.
    public void waitFor(ClusterPolicy.Synchronous wanted) {
        files.commitsWaitFor = wanted;
        program.after(chance.millis(1, 300), () -> {
            if (wanted.equals(files.commitsWaitFor)) {
                inForce = wanted;
                release();
            }
        });
    }

    public boolean heeds(ClusterPolicy.Synchronous wanted) {
        return inForce.equals(wanted);
    }

    void add(Wal commit) {
        waiting.add(commit);
        release();
    }

    /// A standby has said what it has on disk.
    void confirmed(NodeId standby, Wal log) {
        confirmed.put(standby, log);
        release();
    }

    /// How many of them are known to have everything up to `position`.
    public long have(ClusterPolicy.Synchronous set, Wal position) {
        return set.standbys().stream()
                .filter(standby ->
                        confirmed.containsKey(standby) && confirmed.get(standby).contains(position))
                .count();
    }

    private void release() {
        while (!waiting.isEmpty() && have(inForce, waiting.peek()) >= inForce.required()) {
            happenings.committed(node, waiting.remove(), inForce.required() > 0);
        }
    }
}

package io.pgbaton.simulation.node;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.simulation.faults.Mutation;
import io.pgbaton.simulation.faults.Mutations;
import io.pgbaton.simulation.server.SimulatedPostgres;
import io.pgbaton.simulation.server.Wal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Has commits wait for whom the view says, as the production shell does (rules F5, S3): a version is named when its
/// set is heeded and enough of it have all that was written before.
final class CommitWishes {

    private final SimulatedPostgres server;
    private final Mutations mutations;
    private ClusterPolicy.@Nullable Synchronous configured;
    private ClusterPolicy.@Nullable Synchronous inForce;
    private @Nullable Wal end;

    CommitWishes(SimulatedPostgres server, Mutations mutations) {
        this.server = server;
        this.mutations = mutations;
    }

    /// Of a primary; to be asked again while it is false.
    boolean areMet(ClusterView view) {
        Optional<ClusterPolicy.Synchronous> wanted = view.policy().commitsWaitFor();
        if (wanted.isEmpty() || wanted.get().equals(inForce)) {
            return true;
        }
        if (!server.isUp() || !server.program().isRunning()) {
            return false;
        }
        configure(wanted.get());
        boolean met = mutations.has(Mutation.QUORUM_UNPROVEN) || isProven(wanted.get());
        if (met) {
            inForce = wanted.get();
        }
        return met;
    }

    private boolean isProven(ClusterPolicy.Synchronous wanted) {
        if (!server.commits().heeds(wanted)) {
            return false;
        }
        if (end == null) {
            end = server.files().log;
        }
        return server.commits().have(wanted, end) >= wanted.required();
    }

    /// Of a standby, and of a candidate: so that its first commit waits already.
    void prepare(ClusterView view) {
        inForce = null;
        view.policy().commitsWaitFor().ifPresent(this::configure);
    }

    boolean isPrepared(ClusterView view) {
        return view.policy()
                .commitsWaitFor()
                .filter(wanted -> !server.commits().heeds(wanted))
                .isEmpty();
    }

    private void configure(ClusterPolicy.Synchronous wanted) {
        if (!wanted.equals(configured) || !wanted.equals(server.files().commitsWaitFor)) {
            configured = wanted;
            inForce = null;
            end = null;
            server.commits().waitFor(wanted);
        }
    }
}

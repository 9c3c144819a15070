package io.pgbaton.agent.guard;

import io.pgbaton.agent.lease.LeaseRecord;
import io.pgbaton.agent.lease.LeaseStore;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Term;
import java.util.Optional;

/// The lease's files, with a guard that looks at once when a lease begins: it knows the deadline before the server
/// is asked to become writable (rule L6). Later ones it finds in time by itself, since they only grow. A lease that
/// the guard could not be told of is told with the next renewal.
public final class GuardedLease implements LeaseStore {

    private final LeaseStore files;
    private final Guard guard;
    private boolean known;

    public GuardedLease(LeaseStore files, Guard guard) {
        this.files = files;
        this.guard = guard;
    }

    @Override
    public Optional<String> read() {
        return files.read();
    }

    @Override
    public synchronized void write(LeaseRecord lease) {
        files.write(lease);
        if (!known) {
            known = guard.wake();
        }
    }

    @Override
    public synchronized void remove() {
        known = false;
        files.remove();
    }

    @Override
    public void keepView(ClusterView view) {
        files.keepView(view);
    }

    @Override
    public Optional<ClusterView> keptView() {
        return files.keptView();
    }

    @Override
    public Term fencedByGuard() {
        return files.fencedByGuard();
    }
}

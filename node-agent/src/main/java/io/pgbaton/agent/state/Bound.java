package io.pgbaton.agent.state;

import io.pgbaton.agent.lease.Standing;
import io.pgbaton.agent.lease.StandingStore;
import java.util.function.UnaryOperator;

/// What this node has bound itself to, now. A change is on disk before anybody sees it.
public final class Bound {

    private final StandingStore store;
    private volatile Standing standing;

    public Bound(StandingStore store) {
        this.store = store;
        this.standing = store.read();
    }

    public Standing standing() {
        return standing;
    }

    public synchronized Standing change(UnaryOperator<Standing> change) {
        Standing changed = change.apply(standing);
        if (!changed.equals(standing)) {
            store.write(changed);
            standing = changed;
        }
        return changed;
    }
}

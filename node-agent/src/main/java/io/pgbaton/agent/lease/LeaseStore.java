package io.pgbaton.agent.lease;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Term;
import java.util.Optional;

/// The files that agent and guard share.
public interface LeaseStore {

    /// The lease file as it stands, whatever it says; empty when there is none.
    Optional<String> read();

    /// Old content or new, never half of it. It need not survive the host: a lease does not.
    void write(LeaseRecord lease);

    void remove();

    /// Keeps the view that this node leads by, before a heartbeat names it: a restarted agent finds its followers while
    /// the decision log cannot be read (V1, V2). Like the lease it need not survive the host.
    void keepView(ClusterView view);

    Optional<ClusterView> keptView();

    /// The highest term the guard has given up in this node's name ([Term#NONE]: none).
    Term fencedByGuard();
}

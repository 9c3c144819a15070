package io.pgbaton.simulation.node;

import io.pgbaton.agent.lease.LeaseRecord;
import io.pgbaton.agent.lease.Standing;
import io.pgbaton.agent.moves.Lineage;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Term;
import org.jspecify.annotations.Nullable;

/// State directory and configuration of an agent: what survives a crash of everything. Each field changes at one
/// instant, as by a rename.
public final class NodeDisk {

    private static final long MILLION = 1_000_000;

    /// The agent's configuration file.
    public NodeProfile configured;

    /// It drives a PgBouncer in which a transaction is always open.
    public boolean busyPooler;
    /// What its `failover_validation_command` says; null: yes.
    public @Nullable String refusal;
    /// `standing`, what the agent has bound itself to.
    public Standing standing = Standing.NEW;
    /// `lease`, what the guard enforces; null: no lease.
    public @Nullable LeaseRecord lease;
    /// `view`, what this node leads by.
    public @Nullable ClusterView view;
    /// `lineage`, which term opened the timelines that the data directory follows.
    public Lineage lineage = Lineage.UNKNOWN;
    /// `fenced`, the guard's mark.
    public Term fenced = Term.NONE;
    /// How often the host was started: the boot id.
    public int booted;
    /// How long a write and its fsync take.
    public long slowness = MILLION;
    /// Nothing more fits on it; what is there can be read, and removed.
    public boolean full;

    public NodeDisk(NodeProfile configured) {
        this.configured = configured;
    }

    /// What the agent reads: its own mark, or the guard's if that is higher.
    public Standing read() {
        return standing.fence(fenced);
    }
}

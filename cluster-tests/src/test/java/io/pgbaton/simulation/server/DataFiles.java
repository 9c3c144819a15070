package io.pgbaton.simulation.server;

import io.pgbaton.contracts.ClusterPolicy;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.SystemId;
import io.pgbaton.contracts.Timeline;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A data directory: what survives a crash. `signal` is `standby.signal`, `upstream` what `primary_conninfo` names,
/// `role` and `clean` what the control file says.
public final class DataFiles {

    public static final SystemId SYSTEM = new SystemId("7400000000000000001");

    public Wal log;
    public long timeline = 1;
    /// Where each earlier timeline ended.
    public Map<Timeline, Lsn> history = new LinkedHashMap<>();
    public boolean signal = true;
    public @Nullable NodeId upstream;
    public Role role = Role.STANDBY;
    public boolean clean = true;
    public boolean halfRebuilt;
    /// `synchronous_standby_names`; null while nobody has set it.
    public ClusterPolicy.@Nullable Synchronous commitsWaitFor;
    /// The node whose agent put these files here: another one's, when two agents claim one node.
    public SystemId system = SYSTEM;

    public DataFiles(Wal log) {
        this.log = log;
    }

    /// What another server's files are at this moment: a base backup, or what `pg_rewind` makes of these.
    public void become(DataFiles other) {
        log = other.log;
        timeline = other.timeline;
        history = new LinkedHashMap<>(other.history);
        system = other.system;
        commitsWaitFor = other.commitsWaitFor;
        signal = true;
        clean = true;
        role = Role.STANDBY;
        halfRebuilt = false;
    }

    public DataFiles copy() {
        DataFiles copy = new DataFiles(log);
        copy.become(this);
        return copy;
    }
}

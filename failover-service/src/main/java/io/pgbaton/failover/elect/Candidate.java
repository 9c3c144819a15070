package io.pgbaton.failover.elect;

import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;

/// A node that promised the election's term, with the final position it promised at. `refused` by its own
/// `failover_validation_command`, it is not promoted unasked.
public record Candidate(NodeId node, NodeProfile profile, FreezeAnswer.Position position, boolean refused) {

    public Candidate(NodeId node, NodeProfile profile, FreezeAnswer.Position position) {
        this(node, profile, position, false);
    }

    public Lsn furthest() {
        return position.furthest();
    }

    public String name() {
        return profile.name();
    }
}

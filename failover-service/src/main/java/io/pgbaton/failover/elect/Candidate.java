package io.pgbaton.failover.elect;

import io.pgbaton.contracts.FreezeAnswer;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;

/// A node that promised the election's term, with the final position it promised at.
public record Candidate(NodeId node, NodeProfile profile, FreezeAnswer.Position position) {

    public Lsn furthest() {
        return position.furthest();
    }

    public String name() {
        return profile.name();
    }
}

package io.pgbaton.cli.cluster;

import io.pgbaton.contracts.fleet.ClusterStatus;
import java.util.List;

/// What is not as it should be, in sentences.
public final class ClusterIssues {

    private ClusterIssues() {}

    /// The monitor's issues; a cluster that is not well never has none.
    public static List<String> of(ClusterStatus status) {
        if (!status.standing().issues().isEmpty()) {
            return status.standing().issues();
        }
        return switch (status.health()) {
            case OK -> List.of();
            case DEGRADED -> List.of("a node is down, detached or lagging");
            case FAILING_OVER -> List.of("an election or a switchover is under way");
            case DOWN -> List.of("there is no writable primary");
            case HALTED -> List.of("halted: it needs a person");
        };
    }
}

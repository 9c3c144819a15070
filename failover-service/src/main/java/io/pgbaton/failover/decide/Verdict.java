package io.pgbaton.failover.decide;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeId;
import java.util.List;
import java.util.Optional;

/// What to do next. The runner writes `decisions` and `events` in one transaction: all of it happens or none;
/// `notes` are taken when it has. `barrier` asks for a marker that proves the named node's silence (rule F2).
public record Verdict(List<Decision> decisions, List<ClusterEvent> events, Notes notes, Optional<NodeId> barrier) {

    public Verdict {
        decisions = List.copyOf(decisions);
        events = List.copyOf(events);
    }

    /// Whether there is anything to write.
    public boolean isSilent() {
        return decisions.isEmpty() && events.isEmpty();
    }

    public Optional<Decision.ViewChanged> change() {
        return decisions.stream()
                .filter(Decision.ViewChanged.class::isInstance)
                .map(Decision.ViewChanged.class::cast)
                .findFirst();
    }
}

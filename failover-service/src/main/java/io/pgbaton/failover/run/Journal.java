package io.pgbaton.failover.run;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Decision;
import java.util.List;
import java.util.Optional;

/// Writes what was decided, one transaction after the other in each partition. [#write] returns at once; what
/// became of it comes as an [Outcome].
public interface Journal {

    /// What to write of one cluster.
    record Entry(List<Decision> decisions, List<ClusterEvent> events) {
        public Entry {
            decisions = List.copyOf(decisions);
            events = List.copyOf(events);
        }
    }

    sealed interface Outcome {
        int partition();
    }

    /// All of it is in the log; `decisionsEnd` is the offset after its last decision, zero without one.
    record Stored(int partition, long decisionsEnd) implements Outcome {}

    /// None of it is in the log.
    record Dropped(int partition) implements Outcome {}

    /// Perhaps it is: the log has to be read to its end first.
    record Uncertain(int partition) implements Outcome {}

    /// At most one batch of a partition may be under way.
    void write(int partition, List<Entry> batch);

    /// The next thing that became of a batch.
    Optional<Outcome> outcome();
}

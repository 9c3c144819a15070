package io.pgbaton.failover.run;

import io.pgbaton.contracts.ClusterEvent;
import java.time.Duration;

/// What the run tells about itself, in numbers.
public interface Meters {

    /// From the reading of what led to a decision to the end of its transaction.
    void decided(Duration latency);

    void dropped();

    /// A partition was taken over completely, so long after it was assigned.
    default void tookOver(Duration took) {}

    /// A view in the log that does not stand on the one in force: another writer was first (rule O4).
    default void refused() {}

    /// This is stored.
    default void told(ClusterEvent event) {}
}

package io.pgbaton.failover.run;

import java.time.Duration;
import java.util.List;

/// Where records come from. Used by one thread.
public interface Bus {

    /// What has come since, in log order within a partition; empty after `patience`.
    List<Inbound> poll(Duration patience);

    /// Whether everything that stood in the log when the service started has been returned (rule O1).
    boolean isCaughtUp();

    /// The offset up to which the decision log of this partition has been returned.
    long decisionsReadTo(int partition);

    /// The offset at which that log ends now, with no transaction open.
    long decisionsEnd(int partition);
}

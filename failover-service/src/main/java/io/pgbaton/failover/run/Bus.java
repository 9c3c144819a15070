package io.pgbaton.failover.run;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// Where records come from. Used by one thread.
public interface Bus {

    /// What has come since, in log order within a partition; empty after `patience`.
    List<Inbound> poll(Duration patience);

    /// Whether everything that stood in the decision log when the service started has been returned.
    boolean isCaughtUp();

    /// The number of the tenure in which this instance decides for the partition; empty while it does not own it,
    /// or has not taken it over completely yet (rule O1). Whoever loses a partition and gets it back has another
    /// number.
    default OptionalLong tenureOf(int partition) {
        return isCaughtUp() ? OptionalLong.of(1) : OptionalLong.empty();
    }

    /// The offset up to which the decision log of this partition has been returned.
    long decisionsReadTo(int partition);

    /// The offset at which that log ends now, with no transaction open; empty when the bus does not say so at once.
    OptionalLong decisionsEnd(int partition);
}

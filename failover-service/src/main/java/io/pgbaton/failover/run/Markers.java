package io.pgbaton.failover.run;

import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Marker;

/// Sends barrier markers (rule F2). One that gets lost is sent again with another number.
public interface Markers {

    Marker next(ClusterId cluster);

    void send(int partition, Marker marker);
}

package io.pgbaton.failover.run;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Request;
import java.time.Instant;

/// A record read from the bus, with the partition its cluster lives in.
public sealed interface Inbound {

    record ReportIn(int partition, Report report) implements Inbound {}

    /// `at` is when the bus took it.
    record DecisionIn(int partition, Decision decision, Instant at) implements Inbound {}

    record RequestIn(int partition, Request request) implements Inbound {}

    record EventIn(ClusterEvent event) implements Inbound {}
}

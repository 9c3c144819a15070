package io.pgbaton.failover.decide;

import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;

/// What can happen to a cluster, seen from the service that decides for it.
public sealed interface FailoverEvent {

    record ReportRead(Report report) implements FailoverEvent {}

    record RequestRead(Request request) implements FailoverEvent {}

    /// An event names this request: it is answered, perhaps by an earlier run of this service.
    record RequestAnswered(RequestId request) implements FailoverEvent {}

    /// A record of the decision log was read back; also the service's own, and only then is it in force.
    record DecisionRead(Decision decision) implements FailoverEvent {}

    /// The service has caught up with the log, or stood still for a moment: whatever it missed, every lease counts
    /// as renewed now (rule O1).
    record CaughtUp() implements FailoverEvent {}

    record Ticked() implements FailoverEvent {}
}

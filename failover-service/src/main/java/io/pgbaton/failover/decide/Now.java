package io.pgbaton.failover.decide;

import io.pgbaton.failover.evidence.Moment;
import java.time.Instant;

/// The time of a decision: `moment` to count with, `instant` to show.
public record Now(Moment moment, Instant instant) {}

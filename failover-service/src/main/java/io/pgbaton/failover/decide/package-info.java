/// Chooses what happens next to one cluster. Pure: same state, same moment, same verdict; no clock, no I/O, no
/// chance.
///
/// Start at [io.pgbaton.failover.decide.FailoverPolicy]; each phase of a cluster has one file (`While…`).
@NullMarked
package io.pgbaton.failover.decide;

import org.jspecify.annotations.NullMarked;

/// Runs the decisions of every cluster: read, decide, barrier, store and send. One thread, and no Kafka in sight:
/// the bus is a port.
@NullMarked
package io.pgbaton.failover.run;

import org.jspecify.annotations.NullMarked;

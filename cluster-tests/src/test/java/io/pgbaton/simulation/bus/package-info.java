/// Kafka as the protocol needs it: one log, transactions that hold readers back, an owner that fences the older
/// one.
@NullMarked
package io.pgbaton.simulation.bus;

import org.jspecify.annotations.NullMarked;

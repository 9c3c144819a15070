/// Simulated time: events in their order, clocks that drift, programs that die, stop and go on.
@NullMarked
package io.pgbaton.simulation.time;

import org.jspecify.annotations.NullMarked;

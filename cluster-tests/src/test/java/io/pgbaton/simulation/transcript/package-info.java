/// Stories of the simulation in words that a DBA can read: what happened to the fleet, and what it did.
@NullMarked
package io.pgbaton.simulation.transcript;

import org.jspecify.annotations.NullMarked;

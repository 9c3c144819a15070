/// What must hold after every event.
@NullMarked
package io.pgbaton.simulation.checks;

import org.jspecify.annotations.NullMarked;

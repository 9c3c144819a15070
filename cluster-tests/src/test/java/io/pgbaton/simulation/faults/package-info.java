/// What goes wrong, from a seed; and the rules taken away to see that the checks find it.
@NullMarked
package io.pgbaton.simulation.faults;

import org.jspecify.annotations.NullMarked;

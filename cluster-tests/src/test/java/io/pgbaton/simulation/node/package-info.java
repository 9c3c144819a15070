/// One host: its agent (the production cores in a thin shell), its guard, its disk.
@NullMarked
package io.pgbaton.simulation.node;

import org.jspecify.annotations.NullMarked;

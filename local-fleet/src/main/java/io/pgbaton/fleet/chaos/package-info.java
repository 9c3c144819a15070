/// Real faults on real servers: what is broken, what must hold, and what clients saw.
@NullMarked
package io.pgbaton.fleet.chaos;

import org.jspecify.annotations.NullMarked;

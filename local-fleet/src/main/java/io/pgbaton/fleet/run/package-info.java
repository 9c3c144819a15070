/// Bringing a fleet up, breaking it, and taking it down.
@NullMarked
package io.pgbaton.fleet.run;

import org.jspecify.annotations.NullMarked;

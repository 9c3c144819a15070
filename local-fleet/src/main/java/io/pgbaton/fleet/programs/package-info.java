/// The programs of a fleet: where they are, and how each is started.
@NullMarked
package io.pgbaton.fleet.programs;

import org.jspecify.annotations.NullMarked;

/// A whole pgbaton fleet on one machine, of the real programs.
@NullMarked
package io.pgbaton.fleet;

import org.jspecify.annotations.NullMarked;

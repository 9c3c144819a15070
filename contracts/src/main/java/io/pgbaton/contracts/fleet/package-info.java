/// The fleet as the REST API shows it: what the monitor service answers and the command line reads.
@NullMarked
package io.pgbaton.contracts.fleet;

import org.jspecify.annotations.NullMarked;

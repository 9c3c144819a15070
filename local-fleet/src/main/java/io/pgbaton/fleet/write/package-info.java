/// A client that writes all the time, and what its acknowledgements tell of a failover.
@NullMarked
package io.pgbaton.fleet.write;

import org.jspecify.annotations.NullMarked;

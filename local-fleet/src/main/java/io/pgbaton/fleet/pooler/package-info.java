/// A real PgBouncer between a client and a cluster.
@NullMarked
package io.pgbaton.fleet.pooler;

import org.jspecify.annotations.NullMarked;

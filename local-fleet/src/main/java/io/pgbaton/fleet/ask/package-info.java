/// Asking the fleet: the services over HTTP, the servers over SQL.
@NullMarked
package io.pgbaton.fleet.ask;

import org.jspecify.annotations.NullMarked;

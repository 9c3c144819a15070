/// Agents that play their part by a script: they say on the bus what real agents would say, without a server.
@NullMarked
package io.pgbaton.failover.script;

import org.jspecify.annotations.NullMarked;

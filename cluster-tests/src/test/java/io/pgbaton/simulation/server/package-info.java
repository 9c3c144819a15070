/// PostgreSQL as the protocol needs it: a log with timelines, recovery, a promotion that takes time, clients.
@NullMarked
package io.pgbaton.simulation.server;

import org.jspecify.annotations.NullMarked;

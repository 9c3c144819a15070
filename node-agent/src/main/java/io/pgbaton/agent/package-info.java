/// One agent beside each PostgreSQL server. Start reading at [io.pgbaton.agent.moves.Reconciler].
@NullMarked
package io.pgbaton.agent;

import org.jspecify.annotations.NullMarked;

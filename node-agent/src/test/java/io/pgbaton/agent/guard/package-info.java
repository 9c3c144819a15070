/// The real guard, as a process, beside stand-ins for an agent and beside real PostgreSQL servers.
@NullMarked
package io.pgbaton.agent.guard;

import org.jspecify.annotations.NullMarked;

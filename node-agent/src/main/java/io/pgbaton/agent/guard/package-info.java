/// The guard beside this agent, a process of its own: how it is found, asked for a start, and what it has fenced.
@NullMarked
package io.pgbaton.agent.guard;

import org.jspecify.annotations.NullMarked;

/// What happens next to this server: a pure function of what it is, what the agent has bound itself to, and the
/// decision log.
@NullMarked
package io.pgbaton.agent.moves;

import org.jspecify.annotations.NullMarked;

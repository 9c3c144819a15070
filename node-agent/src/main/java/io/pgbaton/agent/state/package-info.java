/// What the agent's threads share: the decision log as read so far, what the node has bound itself to, and a bell.
@NullMarked
package io.pgbaton.agent.state;

import org.jspecify.annotations.NullMarked;

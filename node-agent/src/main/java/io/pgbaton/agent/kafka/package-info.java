/// The bus: heartbeats and events out, the decision log in.
@NullMarked
package io.pgbaton.agent.kafka;

import org.jspecify.annotations.NullMarked;

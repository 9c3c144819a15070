/// The real agent, as a process, beside real PostgreSQL servers and a real Kafka broker; the test plays the
/// failover service by writing the decision log.
@NullMarked
package io.pgbaton.agent.real;

import org.jspecify.annotations.NullMarked;

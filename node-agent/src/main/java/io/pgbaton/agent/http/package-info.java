/// Answers load balancers, Prometheus and other agents, from memory.
@NullMarked
package io.pgbaton.agent.http;

import org.jspecify.annotations.NullMarked;

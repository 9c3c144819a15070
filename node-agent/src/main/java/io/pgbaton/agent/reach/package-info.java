/// Whether this host reaches the servers and agents of its cluster, for people who look for a broken line.
@NullMarked
package io.pgbaton.agent.reach;

import org.jspecify.annotations.NullMarked;

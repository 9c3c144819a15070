/// Looks at the server: a watched connection that breaks with the postmaster, and bounded probes.
@NullMarked
package io.pgbaton.agent.observe;

import org.jspecify.annotations.NullMarked;

/// Carries moves out, one at a time.
@NullMarked
package io.pgbaton.agent.act;

import org.jspecify.annotations.NullMarked;

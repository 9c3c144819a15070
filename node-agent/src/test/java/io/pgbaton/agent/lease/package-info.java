@NullMarked
package io.pgbaton.agent.lease;

import org.jspecify.annotations.NullMarked;

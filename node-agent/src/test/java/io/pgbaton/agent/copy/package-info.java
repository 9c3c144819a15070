@NullMarked
package io.pgbaton.agent.copy;

import org.jspecify.annotations.NullMarked;

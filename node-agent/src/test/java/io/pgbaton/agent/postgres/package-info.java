@NullMarked
package io.pgbaton.agent.postgres;

import org.jspecify.annotations.NullMarked;

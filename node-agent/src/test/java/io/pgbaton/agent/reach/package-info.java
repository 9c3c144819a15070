@NullMarked
package io.pgbaton.agent.reach;

import org.jspecify.annotations.NullMarked;

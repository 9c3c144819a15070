@NullMarked
package io.pgbaton.agent.restore;

import org.jspecify.annotations.NullMarked;

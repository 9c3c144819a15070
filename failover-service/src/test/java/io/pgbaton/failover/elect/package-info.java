@NullMarked
package io.pgbaton.failover.elect;

import org.jspecify.annotations.NullMarked;

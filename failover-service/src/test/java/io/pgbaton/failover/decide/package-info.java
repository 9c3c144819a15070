@NullMarked
package io.pgbaton.failover.decide;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.pgbaton.failover.run;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.pgbaton.failover.kafka;

import org.jspecify.annotations.NullMarked;

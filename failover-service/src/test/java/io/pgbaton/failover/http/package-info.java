@NullMarked
package io.pgbaton.failover.http;

import org.jspecify.annotations.NullMarked;

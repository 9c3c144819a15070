/// What agents and the failover service would say, for tests: built in the domain's words, sent over a real broker.
@NullMarked
package io.pgbaton.monitor.said;

import org.jspecify.annotations.NullMarked;

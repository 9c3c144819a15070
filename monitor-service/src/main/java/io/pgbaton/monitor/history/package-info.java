/// Heartbeats and events into PostgreSQL, in bulk, under repmgr's table names; catches up after an outage.
@NullMarked
package io.pgbaton.monitor.history;

import org.jspecify.annotations.NullMarked;

/// The deliveries under way: bounded in memory, in order per cluster and receiver, recorded when the log is there.
@NullMarked
package io.pgbaton.notifier.outbox;

import org.jspecify.annotations.NullMarked;

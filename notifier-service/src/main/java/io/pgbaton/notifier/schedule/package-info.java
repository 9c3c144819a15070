/// When a delivery is tried again, and when a receiver is left in peace. Pure: time and chance are passed in.
@NullMarked
package io.pgbaton.notifier.schedule;

import org.jspecify.annotations.NullMarked;

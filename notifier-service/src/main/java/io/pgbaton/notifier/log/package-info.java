/// The delivery log in PostgreSQL: what is to be delivered, what was tried, how it ended.
@NullMarked
package io.pgbaton.notifier.log;

import org.jspecify.annotations.NullMarked;

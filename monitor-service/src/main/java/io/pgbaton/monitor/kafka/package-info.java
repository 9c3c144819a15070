/// The bus: reads records, tells known from unknown and malformed, and hands them on.
@NullMarked
package io.pgbaton.monitor.kafka;

import org.jspecify.annotations.NullMarked;

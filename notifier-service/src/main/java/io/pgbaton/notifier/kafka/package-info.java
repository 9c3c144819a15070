/// Events in, dead letters out.
@NullMarked
package io.pgbaton.notifier.kafka;

import org.jspecify.annotations.NullMarked;

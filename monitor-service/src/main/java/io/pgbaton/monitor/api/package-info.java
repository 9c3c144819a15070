/// The fleet over HTTP: REST for programs and server-sent events for whoever watches.
@NullMarked
package io.pgbaton.monitor.api;

import org.jspecify.annotations.NullMarked;

/// The picture of the running service: fed by the bus, looked at by pages, REST, streams and metrics.
@NullMarked
package io.pgbaton.monitor.live;

import org.jspecify.annotations.NullMarked;

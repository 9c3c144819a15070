/// The picture in memory: what every node last said and what the views say, folded by cluster. Pure: no clock, no
/// I/O.
@NullMarked
package io.pgbaton.monitor.fleet;

import org.jspecify.annotations.NullMarked;

/// Hosts on one machine: network namespaces on a bridge, which can be cut off, slowed down and powered off.
@NullMarked
package io.pgbaton.fleet.hosts;

import org.jspecify.annotations.NullMarked;

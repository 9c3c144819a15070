/// Who of the nodes that promised should be primary, and why not the others (rule F5). Pure.
@NullMarked
package io.pgbaton.failover.elect;

import org.jspecify.annotations.NullMarked;

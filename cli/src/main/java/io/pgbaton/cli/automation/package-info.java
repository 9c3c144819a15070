/// Whether pgbaton may act by itself: paused, resumed, held back after a failover, allowed to lose something.
@NullMarked
package io.pgbaton.cli.automation;

import org.jspecify.annotations.NullMarked;

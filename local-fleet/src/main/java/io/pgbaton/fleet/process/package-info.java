/// Operating-system processes: whose they are, how they are started, stopped, frozen and found again.
@NullMarked
package io.pgbaton.fleet.process;

import org.jspecify.annotations.NullMarked;

/// May this node promise, promote, write? Values only: no clock, no disk, no bus.
@NullMarked
package io.pgbaton.agent.lease;

import org.jspecify.annotations.NullMarked;

/// `pgbaton standby ...`: what is done to a standby.
@NullMarked
package io.pgbaton.cli.standby;

import org.jspecify.annotations.NullMarked;

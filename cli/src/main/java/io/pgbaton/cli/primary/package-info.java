/// `pgbaton primary ...`: what is done to a primary.
@NullMarked
package io.pgbaton.cli.primary;

import org.jspecify.annotations.NullMarked;

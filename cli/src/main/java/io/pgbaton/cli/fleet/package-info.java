/// `pgbaton fleet …`: all clusters at once, a line each.
@NullMarked
package io.pgbaton.cli.fleet;

import org.jspecify.annotations.NullMarked;

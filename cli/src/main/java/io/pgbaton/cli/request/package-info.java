/// What an operator asks of the failover service, followed to its end.
@NullMarked
package io.pgbaton.cli.request;

import org.jspecify.annotations.NullMarked;

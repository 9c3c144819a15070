/// Real PostgreSQL servers from the binaries of this machine.
@NullMarked
package io.pgbaton.fleet.postgres;

import org.jspecify.annotations.NullMarked;

/// The commands of ./sandbox, one a file.
@NullMarked
package io.pgbaton.fleet.command;

import org.jspecify.annotations.NullMarked;

/// Words, tables and colours for a person at a terminal.
@NullMarked
package io.pgbaton.fleet.terminal;

import org.jspecify.annotations.NullMarked;

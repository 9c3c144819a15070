/// The text of the programs' configuration files.
@NullMarked
package io.pgbaton.fleet.configure;

import org.jspecify.annotations.NullMarked;

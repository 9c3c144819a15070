/// `node check`: what is looked at, and how well it is, as Nagios and Icinga understand it.
@NullMarked
package io.pgbaton.cli.check;

import org.jspecify.annotations.NullMarked;

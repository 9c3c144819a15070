/// The manual pages, written from the commands themselves.
@NullMarked
package io.pgbaton.cli.man;

import org.jspecify.annotations.NullMarked;

/// How values look as text: tables, sizes, times, JSON.
@NullMarked
package io.pgbaton.cli.output;

import org.jspecify.annotations.NullMarked;

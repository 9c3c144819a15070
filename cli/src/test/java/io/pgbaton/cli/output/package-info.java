@NullMarked
package io.pgbaton.cli.output;

import org.jspecify.annotations.NullMarked;

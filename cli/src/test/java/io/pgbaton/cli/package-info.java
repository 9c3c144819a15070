@NullMarked
package io.pgbaton.cli;

import org.jspecify.annotations.NullMarked;

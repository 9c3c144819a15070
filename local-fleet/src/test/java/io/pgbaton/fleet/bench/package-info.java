@NullMarked
package io.pgbaton.fleet.bench;

import org.jspecify.annotations.NullMarked;

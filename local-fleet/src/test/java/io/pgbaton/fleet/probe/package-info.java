@NullMarked
package io.pgbaton.fleet.probe;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.pgbaton.fleet.chaos;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.pgbaton.fleet.hosts;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.pgbaton.faults;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.pgbaton.contracts;

import org.jspecify.annotations.NullMarked;

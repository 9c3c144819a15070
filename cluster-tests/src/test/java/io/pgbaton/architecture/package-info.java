@NullMarked
package io.pgbaton.architecture;

import org.jspecify.annotations.NullMarked;

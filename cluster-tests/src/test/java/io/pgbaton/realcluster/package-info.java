@NullMarked
package io.pgbaton.realcluster;

import org.jspecify.annotations.NullMarked;

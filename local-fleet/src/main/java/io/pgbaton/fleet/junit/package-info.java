/// Real brokers and servers for tests, as JUnit extensions.
@NullMarked
package io.pgbaton.fleet.junit;

import org.jspecify.annotations.NullMarked;

@org.jspecify.annotations.NullMarked
package io.pgbaton.fleet.process;

@org.jspecify.annotations.NullMarked
package io.pgbaton.monitor.api;

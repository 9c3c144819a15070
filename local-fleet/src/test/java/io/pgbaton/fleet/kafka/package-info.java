@org.jspecify.annotations.NullMarked
package io.pgbaton.fleet.kafka;
